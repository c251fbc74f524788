import Randomness
import Statistics

/// A classifier's area under the ROC over scores of rows that it was not trained on, with tuning inside
/// each fold, and a permutation test that repeats all of it.
package struct CrossValidation: Codable, Hashable, Sendable {
  package let form: ClassifierForm
  /// The number of rows with the label 1, and with the label -1.
  package let members: Int
  package let nonMembers: Int
  package let folds: Int
  /// The AUC over the pooled scores of all folds.
  package let auc: Double
  /// The share of labelings, the actual one included, whose AUC is at least as high; nil without
  /// permutations.
  package let pValue: Double?
  package let permutations: Int

  /// The rows, labels and groups of a classification.
  package struct Items: Sendable {
    /// The features of each item, as many for each.
    package var rows: [[Double]]
    package var isMember: [Bool]
    /// Items of a group are never in different folds.
    package var groups: [String]
    /// Labels are exchangeable within a stratum.
    package var strata: [String]

    package init(rows: [[Double]], isMember: [Bool], groups: [String], strata: [String]) {
      self.rows = rows
      self.isMember = isMember
      self.groups = groups
      self.strata = strata
    }

    var labels: [Double] { isMember.map { $0 ? 1 : -1 } }

    /// The actual labels, and labels that are exchanged within strata.
    func labelings(permutations: Int, seed: Seed) -> [[Double]] {
      let labels = labels
      let members = Dictionary(grouping: labels.indices, by: { strata[$0] })
        .sorted { $0.key < $1.key }.map(\.value)
      var random = seed.stream("classifier labels")
      return [labels]
        + (0..<permutations).map { _ in
          var dealt = labels
          for stratum in members {
            var own = stratum
            random.shuffle(&own)
            for (place, item) in zip(stratum, own) { dealt[place] = labels[item] }
          }
          return dealt
        }
    }
  }

  /// - Parameters:
  ///   - folds: at least 2.
  ///   - permutations: the number of permutations; 0 for no test.
  ///   - progress: called with the number of finished folds.
  package init(
    _ form: ClassifierForm, _ items: Items, folds: Int, permutations: Int, seed: Seed,
    progress: (Int) -> Void = { _ in }
  ) throws(GroupedFolds.Refusal) {
    let outer = try GroupedFolds(
      groups: items.groups, rows: items.rows, count: folds, seed: seed, name: "outer")
    let labelings = items.labelings(permutations: permutations, seed: seed)
    var scores = [[Double]](
      repeating: [Double](repeating: 0, count: items.rows.count), count: labelings.count)
    for fold in 0..<folds {
      let tested = outer.folds.indices.filter { outer.folds[$0] == fold }
      let trained = outer.folds.indices.filter { outer.folds[$0] != fold }
      let tuner = ClassifierTuner(form, items, trained: trained, tested: tested, seed: seed)
      for (number, labels) in labelings.enumerated() {
        for (item, score) in zip(tested, tuner.scores(labels)) { scores[number][item] = score }
      }
      progress(fold + 1)
    }
    let aucs = zip(labelings, scores).map { labels, scores in
      AUC(
        trained: scores.indices.filter { labels[$0] > 0 }.map { scores[$0] },
        controls: scores.indices.filter { labels[$0] < 0 }.map { scores[$0] })?.value ?? 0.5
    }
    self.form = form
    self.folds = folds
    self.permutations = permutations
    members = items.isMember.count { $0 }
    nonMembers = items.isMember.count - members
    auc = aucs[0]
    pValue =
      permutations == 0
      ? nil : Double(aucs.count { $0 >= aucs[0] }) / Double(aucs.count)
  }
}
