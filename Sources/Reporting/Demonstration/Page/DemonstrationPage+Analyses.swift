import Analyses
import Files
import Memorization
import Reports
import Statistics

/// The ranking of the corpus and the attack on the model without clipping.
extension DemonstrationPage {
  /// The share of planted errors that the worst part of the ranking holds; nil without rankings.
  var rankingSection: Section? {
    let shares = [0.02, 0.08]
    var rows: [[Text]] = []
    for seed in results.seeds {
      for recall in seed.ranking?.recall ?? [] {
        let found = shares.map { share -> Text in
          guard let point = recall.points.first(where: { $0.share == share }) else { return "–" }
          return "\(point.found.hits) of \(point.found.trials)"
        }
        rows.append(
          [Text(recall.kind.title)] + seedCell(seed)
            + [Text(numberText(recall.auc, recall.aucInterval))] + found)
      }
    }
    guard !rows.isEmpty else { return nil }
    let documents = results.seeds.compactMap(\.ranking)
    let conflicts = documents.reduce(0) { $0 + ($1.conflicts?.count ?? 0) }
    return Section(
      "Which utterances are wrong",
      [
        .paragraph(
          """
          Errors were planted in a copy of the corpus, and a model was trained on it from random weights. \
          asr-audit rank orders the utterances by their cumulative loss, among those of similar length.
          """),
        .table(
          Table(
            [.words("planted error")] + seedColumn + [
              .numbers("AUROC [95%]"), .numbers("in the worst 2%"), .numbers("in the worst 8%"),
            ], rows)),
        .paragraph(
          Text(
            "Pairs with one sound and two texts, which no model is needed for: "
              + "\(conflicts) in \(counted(documents.count, "ranking", "rankings")).")),
      ])
  }

  /// The attacks on the model without clipping; nil without them.
  var membershipSection: Section? {
    var rows: [[Text]] = []
    for seed in results.seeds {
      guard let group = seed.membership?.groups.first else { continue }
      for result in group.all where result.auc != nil {
        let kept = group.kept.first { $0.attack == result.attack }
        rows.append(
          [Text(result.attack.title)] + seedCell(seed) + [
            Text(result.aucText), Text(kept?.aucText ?? "–"),
            Text(result.operatingPoints.first?.rateText ?? "–"),
          ])
      }
    }
    guard !rows.isEmpty else { return nil }
    let keep = results.seeds.compactMap(\.membership).first?.keep ?? 0
    return Section(
      "Who was in the training set",
      [
        .paragraph(
          """
          The attacker has the model without clipping and guesses from its losses which canaries it was \
          trained on. Four reference models were trained like it, each on a random half of the \
          canaries; the loss alone needs none.
          """),
        .table(
          Table(
            [.words("attack")] + seedColumn + [
              .numbers("AUC [95%]"), .numbers("AUC, most memorised \(percent(keep))"),
              .numbers("found at 1% false positives"),
            ], rows)),
      ])
  }
}
