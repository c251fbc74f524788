import Randomness
import Statistics

/// Whether the sounds of two groups of utterances differ before any model hears them: two permutation
/// tests over re-dealt labels, by the nearest neighbour and by a least-squares classifier.
///
/// Both are parts of `GeometryAnalysis`, with a bounded cost. The width of the interpolation network is
/// left out: it is the weakest of the three tests and takes most of their time.
package struct SoundSeparation: Codable, Hashable, Sendable {
  /// The number of compared members (or trained canaries) and non-members (or controls).
  package let members: Int
  package let nonMembers: Int
  /// The guess that an utterance is in the group of its nearest other utterance.
  package let nearestNeighbor: Test
  /// LSSVM, whose decision on each utterance is that of a classifier trained on all others.
  package let classifier: Test

  package struct Test: Codable, Hashable, Sendable {
    /// The probability that a member scores higher than a non-member, with ties counting one half. It is
    /// below 0.5 for groups that do not differ, because the tested utterance is missing from its group.
    @Probability package private(set) var auc: Double
    /// The share of labelings whose AUC is at least as high.
    @Probability package private(set) var pValue: Double
    /// The number of labelings that were drawn.
    package let permutations: Int
  }

  /// The most utterances of each group. Kernel matrices have the square of their sum.
  package static let mostOfGroup = 250

  /// The level at which lists of a user count as different, as in `geometry`.
  package static let level = 0.05

  /// The most labelings. A significant difference costs all of them.
  package static let mostPermutations = 9_999

  /// The number of labelings with at least the observed AUC after which no more are drawn: the p-value is
  /// then this number divided by that of the labelings (Besag and Clifford 1991).
  private static let enough = 10

  /// The parameters of the classifier, which are tuned for each labeling: a near kernel for clusters and a
  /// wide one, nearly linear, for a difference that all features share.
  private static let widths = [1.0, 3]

  /// - Parameters:
  ///   - points: the features of each utterance, as many for each.
  ///   - isMember: the group of each utterance; at least two of each.
  ///   - strata: labels are exchangeable within a stratum.
  ///   - name: names the stream of labelings.
  /// - Returns: nil with fewer than two utterances of a group, or if all points are equal.
  package init?(
    points: [[Double]], isMember: [Bool], strata: [String], seed: Seed, name: String
  ) {
    guard isMember.count(where: { $0 }) > 1, isMember.count(where: { !$0 }) > 1,
      Set(points).count > 1
    else { return nil }
    members = isMember.count { $0 }
    nonMembers = isMember.count - members
    let scorer = SoundScorer(points, widths: Self.widths)
    var neighbor = SequentialTest(scorer.neighborAUC(isMember), enough: Self.enough)
    var classifier = SequentialTest(scorer.classifierAUC(isMember), enough: Self.enough)
    var labels = Relabelings(isMember, strata, seed.stream("sound separation \(name)"))
    for _ in 0..<Self.mostPermutations where !(neighbor.isDecided && classifier.isDecided) {
      let dealt = labels.next()
      if !neighbor.isDecided { neighbor.add(scorer.neighborAUC(dealt)) }
      if !classifier.isDecided { classifier.add(scorer.classifierAUC(dealt)) }
    }
    nearestNeighbor = neighbor.result
    self.classifier = classifier.result
  }

  /// The p-value of the stronger test, corrected for both (Bonferroni).
  package var pValue: Double { min(1, 2 * min(nearestNeighbor.pValue, classifier.pValue)) }
}

/// A permutation test that stops once enough labelings are at least as extreme as the observed one.
private struct SequentialTest {
  private let observed: Double
  private let enough: Int
  private var drawn = 0
  private var asHigh = 0

  init(_ observed: Double, enough: Int) {
    self.observed = observed
    self.enough = enough
  }

  var isDecided: Bool { asHigh >= enough }

  mutating func add(_ value: Double) {
    drawn += 1
    if value >= observed { asHigh += 1 }
  }

  /// h / l if the h-th labeling that is as extreme was the l-th; (g + 1) / (n + 1) otherwise.
  var result: SoundSeparation.Test {
    SoundSeparation.Test(
      auc: observed,
      pValue: isDecided
        ? Double(asHigh) / Double(drawn) : Double(asHigh + 1) / Double(drawn + 1),
      permutations: drawn)
  }
}

/// Random exchanges of labels within strata.
private struct Relabelings {
  private let labels: [Bool]
  private let strata: [[Int]]
  private var random: RandomStream

  init(_ labels: [Bool], _ strata: [String], _ random: RandomStream) {
    self.labels = labels
    self.strata = Dictionary(grouping: labels.indices, by: { strata[$0] })
      .sorted { $0.key < $1.key }.map(\.value)
    self.random = random
  }

  mutating func next() -> [Bool] {
    var dealt = labels
    for stratum in strata {
      var own = stratum
      random.shuffle(&own)
      for (place, item) in zip(stratum, own) { dealt[place] = labels[item] }
    }
    return dealt
  }
}

/// The statistics of a labeling. What does not depend on labels is computed once.
private struct SoundScorer {
  private let neighbors: [Int]
  private let systems: [(system: LeastSquaresSystem, diagonal: [Double])]

  init(_ points: [[Double]], widths: [Double]) {
    let standard = Standardization(points)
    let rows = points.map { standard.apply($0) }
    neighbors = GeometryAnalysis.nearestNeighbors(rows)
    let unit = Double(max(points.first?.count ?? 1, 1)).squareRoot()
    systems = widths.compactMap { width in
      LeastSquaresSystem(
        rows: rows, parameters: ClassifierParameters(.lssvm, errorWeight: 1, width: width * unit)
      ).map { ($0, $0.borderedInverseDiagonal) }
    }
  }

  func neighborAUC(_ isMember: [Bool]) -> Double {
    auc(neighbors.map { isMember[$0] ? 1 : 0 }, isMember)
  }

  /// The AUC of the decisions of the system with the smallest squared error.
  func classifierAUC(_ isMember: [Bool]) -> Double {
    let labels = isMember.map { $0 ? 1.0 : -1 }
    var (best, smallest) = (labels.map { _ in 0.0 }, Double.infinity)
    for (system, diagonal) in systems {
      guard let decisions = system.leaveOneOut(labels: labels, diagonal: diagonal) else { continue }
      let error = zip(labels, decisions).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      if error < smallest { (best, smallest) = (decisions, error) }
    }
    return auc(best, isMember)
  }

  private func auc(_ scores: [Double], _ isMember: [Bool]) -> Double {
    AUC(
      trained: scores.indices.filter { isMember[$0] }.map { scores[$0] },
      controls: scores.indices.filter { !isMember[$0] }.map { scores[$0] })?.value ?? 0.5
  }
}
