import RealModule

/// The privacy losses of one step in cells of equal width, with the probability of each cell in both
/// worlds: that of the records (*present*) and that without the group of records (*absent*).
///
/// `adds` false compares present with absent, which covers removing the group; true compares absent
/// with present. The loss of a world's outcome is the logarithm of its density in the first world over
/// that in the second.
struct LossGrid {
  /// The width of a cell.
  let spacing: Double
  /// Cell i covers losses from (first + i) · spacing to (first + i + 1) · spacing.
  let first: Int
  /// The probability of each cell in the first and in the second world.
  let own: [Double]
  let other: [Double]
  /// The probability of outcomes outside the grid in the first world. It is not the rest to 1, whose
  /// rounding error would count as an infinite loss in each of many steps.
  let outside: Double

  /// - Parameters:
  ///   - ignored: the probability of outcomes outside the grid, at most.
  ///   - cellsPerDeviation: the number of cells in a standard deviation of the loss.
  ///   - range: the width of all losses of the composition, in standard deviations of it.
  ///   - largest: the number of cells in that width, at most.
  init(
    _ step: SampledGaussian, adds: Bool, steps: Int, ignored: Double, cellsPerDeviation: Int,
    largest: Int
  ) {
    let weights = step.logWeights
    let sigma = step.noiseMultiplier
    let reach = -NormalDistribution.quantile(ignored / 2) * sigma
    let (low, high) = (-reach, Double(step.groupSize) + reach)
    let (lowest, highest) = (step.loss(at: low, weights).value, step.loss(at: high, weights).value)
    let deviation = Self.deviation(step, adds: adds, weights, low: low, high: high)
    let width = highest - lowest + 40 * deviation * Double(steps).squareRoot()
    let spacing = max(
      min(deviation / Double(cellsPerDeviation), 1), width / Double(largest))
    let start = Int((lowest / spacing).rounded(.down))
    let end = max(start + 1, Int((highest / spacing).rounded(.up)))

    var bounds = [Double](repeating: low, count: end - start + 1)
    bounds[end - start] = high
    for index in stride(from: end - start - 1, to: 0, by: -1) {
      bounds[index] = step.place(
        of: Double(start + index) * spacing, below: bounds[index + 1], lowest: low, weights)
    }
    func present(_ low: Double, _ high: Double) -> Double {
      weights.enumerated().reduce(0.0) { sum, weight in
        weight.element == -.infinity
          ? sum
          : sum + .exp(weight.element) * step.mass(low, high, mean: Double(weight.offset))
      }
    }
    func absent(_ low: Double, _ high: Double) -> Double { step.mass(low, high, mean: 0) }
    let cells = zip(bounds, bounds.dropFirst())
    let (presents, absents) = (cells.map(present), cells.map(absent))
    let first = adds ? absent : present
    outside = first(-.infinity, low) + first(high, .infinity)
    self.spacing = spacing
    self.first = adds ? -end : start
    own = adds ? absents.reversed() : presents
    other = adds ? presents.reversed() : absents
  }

  /// The standard deviation of the loss in the first world.
  private static func deviation(
    _ step: SampledGaussian, adds: Bool, _ weights: [Double], low: Double, high: Double
  ) -> Double {
    let points = 20_000
    var (total, mean, square) = (0.0, 0.0, 0.0)
    let variance = step.noiseMultiplier * step.noiseMultiplier
    for point in 0...points {
      let x = low + (high - low) * Double(point) / Double(points)
      let loss = step.loss(at: x, weights).value
      let density = Double.exp(-x * x / (2 * variance) + (adds ? 0 : loss))
      total += density
      let change = density / total * (loss - mean)
      square += density * (loss - mean) * (loss - mean - change)
      mean += change
    }
    return (square / total).squareRoot()
  }

  /// Losses that are dominated by no smaller ones: the mass of each cell moves to its two borders so
  /// that its probability is kept in both worlds ("connect the dots", Doroshenko et al. 2022).
  var pessimistic: Losses {
    var probabilities = [Double](repeating: 0, count: own.count + 1)
    let whole = -Double.expMinusOne(-spacing)
    for (cell, mass) in own.enumerated() where mass > 0 {
      let border = Double(first + cell) * spacing
      let upper = min(1, max(0, (1 - other[cell] / mass * .exp(border)) / whole))
      probabilities[cell] += mass * (1 - upper)
      probabilities[cell + 1] += mass * upper
    }
    return Losses(
      spacing: spacing, first: first, offset: 0, probabilities: probabilities, infinite: outside)
  }

  /// Losses that are no larger than those of a coarser view of the step, in which all outcomes of a
  /// cell are one: each cell becomes one loss, log(own / other), and is moved to the middle of the cell
  /// minus `shift`, or one cell lower where that would be above it.
  var optimistic: Losses {
    let deviations = own.indices.map { cell -> Double in
      guard own[cell] > 0, other[cell] > 0 else { return spacing }
      let middle = (Double(first + cell) + 0.5) * spacing
      return min(spacing, max(0, middle - .log(own[cell] / other[cell])))
    }
    // The shift that costs least: all cells with a larger deviation lose a whole cell's width.
    let order = own.indices.sorted { deviations[$0] > deviations[$1] }
    var (shift, least, lowered) = (spacing, Double.infinity, 0.0)
    for cell in order {
      let cost = deviations[cell] + spacing * lowered
      if cost < least { (shift, least) = (deviations[cell], cost) }
      lowered += own[cell]
    }
    var probabilities = [Double](repeating: 0, count: own.count + 1)
    for (cell, mass) in own.enumerated() {
      probabilities[deviations[cell] > shift ? cell : cell + 1] += mass
    }
    return Losses(
      spacing: spacing, first: first, offset: -spacing / 2 - shift, probabilities: probabilities,
      infinite: 0)
  }

  /// Probabilities of the losses (first + i) · spacing + offset.
  struct Losses {
    let spacing: Double
    let first: Int
    let offset: Double
    let probabilities: [Double]
    /// The probability of an infinite loss.
    let infinite: Double
  }
}
