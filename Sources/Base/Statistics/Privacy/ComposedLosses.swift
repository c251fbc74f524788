import RealModule

/// The sum of the privacy losses of many independent steps.
struct ComposedLosses {
  private let spacing: Double
  private let first: Int
  private let offset: Double
  private let probabilities: [Double]
  private let infinite: Double

  /// - Parameter ignored: the probability of sums outside the range that is computed, at most. They
  ///   appear at wrong places.
  init(_ step: LossGrid.Losses, steps: Int, ignored: Double) {
    let last = step.first + step.probabilities.count - 1
    let (low, high) = Self.range(step, steps: steps, ignored: ignored)
    let lowest = max(steps * step.first, Int((low / step.spacing).rounded(.down)))
    let highest = max(lowest, min(steps * last, Int((high / step.spacing).rounded(.up))))
    var count = 1
    while count < max(highest - lowest + 1, step.probabilities.count) { count *= 2 }
    func place(_ index: Int) -> Int { (index % count + count) % count }
    var wrapped = [Double](repeating: 0, count: count)
    for (index, probability) in step.probabilities.enumerated() {
      wrapped[place(step.first + index)] += probability
    }
    let sums = circularPower(wrapped, terms: steps)
    spacing = step.spacing
    first = lowest
    offset = Double(steps) * step.offset
    probabilities = (0..<count).map { sums[place(lowest + $0)] }
    infinite = -.expMinusOne(Double(steps) * .log(onePlus: -step.infinite))
  }

  /// A range of sums without offsets outside which the probability is at most `ignored`, by Chernoff's
  /// bound.
  private static func range(
    _ step: LossGrid.Losses, steps: Int, ignored: Double
  ) -> (low: Double, high: Double) {
    func bound(_ sign: Double) -> Double {
      (-12...13).map { exponent -> Double in
        let rate = Double.pow(2, exponent)
        func term(_ index: Int) -> Double {
          sign * rate * Double(step.first + index) * step.spacing
        }
        let present = step.probabilities.indices.filter { step.probabilities[$0] > 0 }
        let largest = present.map(term).max() ?? 0
        let sum = present.reduce(0) { $0 + step.probabilities[$1] * .exp(term($1) - largest) }
        return (Double(steps) * (largest + .log(sum)) - .log(ignored / 2)) / rate
      }.min()!
    }
    return (-bound(-1), bound(1))
  }

  /// The epsilon at which the hockey-stick divergence is `delta`: the sum over losses l above epsilon
  /// of p(l) (1 - exp(epsilon - l)), plus the probability of an infinite loss. 0 if it is smaller at 0,
  /// infinity if it is larger everywhere.
  func epsilon(delta: Double) -> Double {
    let wanted = delta - infinite
    guard wanted > 0 else { return .infinity }
    var (own, other) = (0.0, 0.0)
    for index in probabilities.indices.reversed() {
      let loss = Double(first + index) * spacing + offset
      guard loss > 0 else { break }
      own += probabilities[index]
      other += probabilities[index] * .exp(-loss)
      guard own > wanted else { continue }
      let epsilon = Double.log((own - wanted) / other)
      if epsilon > loss - spacing { return max(0, epsilon) }
    }
    return 0
  }
}
