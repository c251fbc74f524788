import Memorization
import Randomness
import Testing

@Suite struct SoundSeparationTests {
  private let seed = Seed(short: 18)

  /// Points whose coordinates share a level, as pooled log-mels do. The first of each pair is a member,
  /// and `shift` is added to it.
  private func separation(
    _ count: Int, shift: Double, points number: UInt64 = 1, strata: [String]? = nil
  ) throws -> SoundSeparation {
    var random = Seed(short: number).stream("points")
    let isMember = (0..<count).map { $0 % 2 == 0 }
    let points = isMember.map { member in
      let level = 0.3 * SimulatedTraining.normal(&random)
      return (0..<24).map { _ in
        level + SimulatedTraining.normal(&random) + (member ? shift : 0)
      }
    }
    return try #require(
      SoundSeparation(
        points: points, isMember: isMember,
        strata: strata ?? isMember.map { _ in "" }, seed: seed, name: "test"))
  }

  @Test func `equal groups are not told apart, and few labelings are drawn`() throws {
    let results = try (1...40).map { try separation(60, shift: 0, points: $0) }
    // Each p-value is at most 0.05 with a probability of 5%: more than 7 of 40 in 1 of 700 runs.
    for test in [\SoundSeparation.nearestNeighbor, \.classifier] {
      #expect(results.count { $0[keyPath: test].pValue <= 0.05 } <= 7)
      #expect(results.count { $0[keyPath: test].pValue >= 0.5 } >= 8)
      #expect(results.count { $0[keyPath: test].permutations < 1_000 } >= 30)
    }
  }

  @Test func `a shift of all coordinates is found by the classifier with all labelings`() throws {
    let found = try separation(80, shift: 0.6)
    #expect(found.classifier.pValue == 1e-4)
    #expect(found.classifier.permutations == SoundSeparation.mostPermutations)
    #expect(found.classifier.auc > 0.75 && found.pValue == 2e-4)
    #expect(found.members == 40 && found.nonMembers == 40)
  }

  @Test func `a cluster of members is found by the nearest neighbour`() throws {
    var random = seed.stream("clusters")
    let points = (0..<80).map { place in
      (0..<8).map { _ in SimulatedTraining.normal(&random) * (place % 2 == 0 ? 0.05 : 1) }
    }
    let found = try #require(
      SoundSeparation(
        points: points, isMember: (0..<80).map { $0 % 2 == 0 },
        strata: points.map { _ in "" }, seed: seed, name: "test"))
    #expect(found.nearestNeighbor.pValue < 0.001)
  }

  @Test func `labels are exchanged within strata only`() throws {
    // Members and non-members are in different strata: no other labeling exists.
    let found = try separation(
      40, shift: 2, strata: (0..<40).map { $0 % 2 == 0 ? "a" : "b" })
    #expect(found.classifier.pValue == 1 && found.nearestNeighbor.pValue == 1)
  }

  @Test func `the decisions are those of classifiers trained without the utterance`() throws {
    var random = seed.stream("left out")
    let isMember = (0..<14).map { $0 % 2 == 0 }
    let points = isMember.map { member in
      (0..<3).map { _ in SimulatedTraining.normal(&random) + (member ? 0.8 : 0) }
    }
    let found = try #require(
      SoundSeparation(
        points: points, isMember: isMember, strata: points.map { _ in "" }, seed: seed,
        name: "test"))
    // The slow twin refits for each row, for both kernel widths, and keeps the better one.
    let rows = Self.standardized(points)
    let labels = isMember.map { $0 ? 1.0 : -1 }
    let candidates = try [1.0, 3].map { width in
      try rows.indices.map { left in
        let kept = rows.indices.filter { $0 != left }
        let system = try #require(
          LeastSquaresSystem(
            rows: kept.map { rows[$0] },
            parameters: ClassifierParameters(
              .lssvm, errorWeight: 1, width: width * 3.0.squareRoot())))
        return system.classifier(labels: kept.map { labels[$0] }).decision(rows[left])
      }
    }
    func error(_ decisions: [Double]) -> Double {
      zip(decisions, labels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let best = error(candidates[0]) <= error(candidates[1]) ? candidates[0] : candidates[1]
    let pairs = rows.indices.filter { isMember[$0] }.flatMap { member in
      rows.indices.filter { !isMember[$0] }.map { other in
        best[member] > best[other] ? 1.0 : best[member] == best[other] ? 0.5 : 0
      }
    }
    let auc = pairs.reduce(0, +) / Double(pairs.count)
    #expect((found.classifier.auc - auc).magnitude < 1e-12)
  }

  private static func standardized(_ points: [[Double]]) -> [[Double]] {
    let count = Double(points.count)
    let columns = points[0].indices.map { column in
      let values = points.map { $0[column] }
      let mean = values.reduce(0, +) / count
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return values.map { ($0 - mean) / (square / count).squareRoot() }
    }
    return points.indices.map { row in columns.map { $0[row] } }
  }

  @Test func `groups of one, and equal points, have no comparison`() {
    func separation(_ points: [[Double]], _ isMember: [Bool]) -> SoundSeparation? {
      SoundSeparation(
        points: points, isMember: isMember, strata: isMember.map { _ in "" }, seed: seed,
        name: "none")
    }
    #expect(separation([[1], [2], [3]], [true, false, false]) == nil)
    #expect(separation([[1], [1], [1], [1]], [true, false, true, false]) == nil)
    #expect(separation([], []) == nil)
    #expect(separation([[1], [2], [3], [4]], [true, false, true, false]) != nil)
  }
}
