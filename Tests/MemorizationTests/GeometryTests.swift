import Memorization
import Randomness
import Testing

@Suite struct GeometryTests {
  private let seed = Seed(short: 31)

  @Test func `width and uncovered points equal those of numpy with the same planes`() throws {
    struct Case: Decodable {
      let name: String
      let normals, left, right: [[Double]]
      let offsets: [Double]
      let order: [Int]
      let width, uncovered: Int
    }
    for wanted in try fixture("interpolation-network", of: Case.self) {
      let planes = Hyperplanes(normals: wanted.normals, offsets: wanted.offsets)
      let cover = GreedyCover(
        covering: wanted.order.map { planes.code(of: wanted.left[$0]) },
        avoiding: wanted.right.map { planes.code(of: $0) })
      #expect(cover.width == wanted.width && cover.uncovered == wanted.uncovered, "\(wanted.name)")
    }
  }

  @Test func `the distance of two codes counts planes one by one`() {
    var random = seed.stream("codes")
    let planes = Hyperplanes(count: 130, dimensions: 3, bias: 1, seed: seed, name: "codes")
    for _ in 0..<50 {
      let (x, z) = (
        (0..<3).map { _ in random.unit() - 0.5 }, (0..<3).map { _ in random.unit() - 0.5 }
      )
      func isAbove(_ point: [Double], _ plane: Int) -> Bool {
        zip(planes.normals[plane], point).reduce(planes.offsets[plane]) { $0 + $1.0 * $1.1 } > 0
      }
      let slow = (0..<130).count { !isAbove(x, $0) && isAbove(z, $0) }
      #expect(planes.code(of: x).distance(to: planes.code(of: z)) == slow)
    }
  }

  @Test func `a point in both sets stays uncovered`() {
    let planes = Hyperplanes(count: 64, dimensions: 2, bias: 1, seed: seed, name: "same")
    let codes = [[0.1, 0.2], [0.9, 0.1]].map { planes.code(of: $0) }
    let cover = GreedyCover(covering: codes, avoiding: [codes[0]])
    #expect(cover.uncovered == 1 && cover.width == 1)
    #expect(GreedyCover(covering: [], avoiding: codes) == GreedyCover(covering: [], avoiding: []))
  }

  /// Points whose coordinates share a level, as pooled log-mels do, with a shift of the left set.
  private func analysis(
    _ count: Int, shift: Double, seed number: UInt64, permutations: Int = 19
  ) throws -> GeometryAnalysis {
    var random = Seed(short: number).stream("points")
    let isLeft = (0..<count).map { $0 % 2 == 0 }
    let points = isLeft.map { left in
      let level = 0.3 * SimulatedTraining.normal(&random)
      return (0..<24).map { _ in
        level + SimulatedTraining.normal(&random) + (left ? shift : 0)
      }
    }
    var settings = GeometryAnalysis.Settings()
    settings.planes = 200
    settings.samples = 3
    settings.permutations = permutations
    settings.folds = 5
    return try GeometryAnalysis(
      points: points, isLeft: isLeft, groups: points.indices.map(String.init),
      strata: points.map { _ in "" }, settings: settings, seed: Seed(short: number))
  }

  @Test func `a shift of every coordinate is found by the classifier`() throws {
    let found = try analysis(100, shift: 0.6, seed: 1)
    #expect(found.classifier.auc > 0.7 && found.classifier.pValue == 0.05)
    #expect(found.left == 50 && found.right == 50)
    let far = try analysis(100, shift: 6, seed: 2)
    #expect(far.network.pValue == 0.05 && far.nearestNeighbor.pValue == 0.05)
    #expect(far.nearestNeighbor.accuracy == 1 && far.network.uncovered == 0)
    #expect(far.network.width < far.network.expectedWidth!)
  }

  /// Labels by lot: the classifier's p-values are uniform. Ties make those of the other tests larger.
  @Test func `p-values of sets that were dealt by lot are uniform`() throws {
    let runs = 200
    var values: [(network: Double, neighbor: Double, classifier: Double)] = []
    for number in 0..<runs {
      let found = try analysis(20, shift: 0, seed: UInt64(500 + number), permutations: 9)
      values.append(
        (found.network.pValue!, found.nearestNeighbor.pValue!, found.classifier.pValue!))
    }
    for level in [0.1, 0.2, 0.5] {
      let margin = 4 * (level * (1 - level) / Double(runs)).squareRoot()
      #expect(Double(values.count { $0.network <= level }) / Double(runs) <= level + margin)
      #expect(Double(values.count { $0.neighbor <= level }) / Double(runs) <= level + margin)
    }
    // Pearson's statistic over the ten possible values; 21.7 has p = 0.01 with 9 degrees of freedom.
    let expected = Double(runs) / 10
    let statistic = (1...10).reduce(0.0) { sum, tenth in
      let count = Double(values.count { ($0.classifier * 10).rounded() == Double(tenth) })
      return sum + (count - expected) * (count - expected) / expected
    }
    #expect(statistic < 21.7, "\(statistic)")
  }

  @Test func `points are scaled into the unit ball and know their neighbours`() {
    let points = [[1.0, 5], [2, 5], [10, 5]]
    let ball = GeometryAnalysis.scaledIntoBall(points)
    let norms = ball.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(norms.max()! <= 1 + 1e-12 && norms.max()! >= 1 - 1e-12)
    #expect(GeometryAnalysis.nearestNeighbors(points) == [1, 0, 1])
    #expect(GeometryAnalysis.scaledIntoBall([[3, 3], [3, 3]]) == [[0, 0], [0, 0]])
    #expect(GeometryAnalysis.nearestNeighbors([[1]]) == [0])
  }
}
