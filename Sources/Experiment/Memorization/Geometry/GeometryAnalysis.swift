import Randomness
import Statistics

/// Whether two sets of points differ: the width of the interpolation network, the accuracy of the nearest
/// neighbour and the area of a classifier, each with a permutation test over re-dealt labels.
package struct GeometryAnalysis: Codable, Hashable, Sendable {
  package let left: Int
  package let right: Int
  package let network: Network
  package let nearestNeighbor: NearestNeighbor
  /// The least-squares classifier, which is far more powerful than the network.
  package let classifier: CrossValidation

  package struct Network: Codable, Hashable, Sendable {
    package let planes: Int
    /// The median number of neurons over samples of hyperplanes.
    package let width: Double
    /// The largest number of uncovered points over samples of hyperplanes.
    package let uncovered: Int
    /// The width per point of the left set: near 1 if every point needs its own neuron.
    package let widthPerPoint: Double
    /// The median width of re-dealt labels; nil without permutations.
    package let expectedWidth: Double?
    /// The share of labelings, the actual one included, whose width is at most as large; nil without
    /// permutations.
    package let pValue: Double?
  }

  package struct NearestNeighbor: Codable, Hashable, Sendable {
    /// The share of points whose nearest other point is in the same set.
    package let accuracy: Double
    /// The share of labelings, the actual one included, whose accuracy is at least as high; nil without
    /// permutations.
    package let pValue: Double?
  }

  /// The settings of the analysis.
  package struct Settings: Sendable {
    package var planes = 2_000
    /// The largest offset of a hyperplane.
    package var bias = 1.0
    /// The number of samples of hyperplanes.
    package var samples = 5
    package var permutations = 199
    package var folds = 10

    package init() {}
  }

  /// - Parameters:
  ///   - points: all points, with the same number of coordinates.
  ///   - isLeft: the set of each point.
  ///   - groups: points of a group are never in different folds of the classifier.
  ///   - progress: called with the number of finished steps and of all steps.
  package init(
    points: [[Double]], isLeft: [Bool], groups: [String], strata: [String], settings: Settings,
    seed: Seed, progress: (Int, Int) -> Void = { _, _ in }
  ) throws(GroupedFolds.Refusal) {
    let steps = settings.samples + 1 + settings.folds
    let items = CrossValidation.Items(
      rows: points, isMember: isLeft, groups: groups, strata: strata)
    // The refusal of the folds comes before the long work.
    _ = try GroupedFolds(
      groups: groups, rows: points, count: settings.folds, seed: seed, name: "outer")
    let labelings = items.labelings(permutations: settings.permutations, seed: seed)
      .map { labels in labels.map { $0 > 0 } }
    let ball = Self.scaledIntoBall(points)
    var (widths, uncovered): ([[Double]], Int) = ([], 0)
    for sample in 0..<settings.samples {
      let planes = Hyperplanes(
        count: settings.planes, dimensions: points.first?.count ?? 0, bias: settings.bias,
        seed: seed, name: "\(sample)")
      let codes = ball.map { planes.code(of: $0) }
      var order = Array(points.indices)
      var random = seed.stream("cover \(sample)")
      random.shuffle(&order)
      let covers = labelings.map { Self.cover(codes, order, $0) }
      widths.append(covers.map { Double($0.width) })
      uncovered = max(uncovered, covers[0].uncovered)
      progress(sample + 1, steps)
    }
    let medians = labelings.indices.map { labeling in median(widths.map { $0[labeling] }) ?? 0 }
    let neighbors = Self.nearestNeighbors(ball)
    let accuracies = labelings.map { isLeft in
      let agreeing = neighbors.indices.count { isLeft[$0] == isLeft[neighbors[$0]] }
      return Double(agreeing) / Double(max(neighbors.count, 1))
    }
    progress(settings.samples + 1, steps)
    left = isLeft.count { $0 }
    right = isLeft.count - left
    let hasTest = settings.permutations > 0
    network = Network(
      planes: settings.planes, width: medians[0], uncovered: uncovered,
      widthPerPoint: medians[0] / Double(max(left, 1)),
      expectedWidth: hasTest ? median(Array(medians.dropFirst())) : nil,
      pValue: hasTest
        ? Double(medians.count { $0 <= medians[0] }) / Double(medians.count) : nil)
    nearestNeighbor = NearestNeighbor(
      accuracy: accuracies[0],
      pValue: hasTest
        ? Double(accuracies.count { $0 >= accuracies[0] }) / Double(accuracies.count) : nil)
    classifier = try CrossValidation(
      .lssvm, items, folds: settings.folds, permutations: settings.permutations, seed: seed
    ) { progress(settings.samples + 1 + $0, steps) }
  }

  /// The cover of the left points, which are tried in the given order.
  private static func cover(_ codes: [PlaneCode], _ order: [Int], _ isLeft: [Bool]) -> GreedyCover {
    GreedyCover(
      covering: order.filter { isLeft[$0] }.map { codes[$0] },
      avoiding: order.filter { !isLeft[$0] }.map { codes[$0] })
  }

  /// The points with every coordinate standardised over both sets, divided by the largest norm. Without
  /// this, the offsets of the hyperplanes have no meaning.
  package static func scaledIntoBall(_ points: [[Double]]) -> [[Double]] {
    let standard = Standardization(points)
    let rows = points.map { standard.apply($0) }
    let largest = rows.map { innerProduct($0, $0).squareRoot() }.max() ?? 0
    return largest > 0 ? rows.map { row in row.map { $0 / largest } } : rows
  }

  /// The nearest other point of each point, the first one of several; a single point has itself.
  package static func nearestNeighbors(_ points: [[Double]]) -> [Int] {
    points.indices.map { point in
      var (best, nearest) = (Double.infinity, point)
      for other in points.indices where other != point {
        var sum = 0.0
        for place in points[point].indices {
          let distance = points[point][place] - points[other][place]
          sum += distance * distance
        }
        if sum < best { (best, nearest) = (sum, other) }
      }
      return nearest
    }
  }
}
