import RealModule

/// Epsilon by Rényi differential privacy. It is an upper bound, simple and fast, and larger than that of
/// `PrivacyAccountant`.
package enum RenyiAccountant {
  /// The orders of Google's dp-accounting.
  package static let orders: [Double] =
    (1...99).map { 1 + Double($0) / 10 } + (11...63).map(Double.init) + [128, 256, 512, 1_024]

  /// The Rényi divergence of order α of one step: log A / (α - 1), where A is the mean of
  /// exp(α · loss(x)) over x ~ Normal(0, σ²) (Mironov, Talwar and Zhang 2019, section 3).
  ///
  /// The trapezoidal rule converges faster than any power of its step for such integrands. They peak
  /// between 0 and α · groupSize.
  /// - Precondition: `order` > 1.
  package static func divergence(_ step: SampledGaussian, order: Double) -> Double {
    precondition(order > 1, "an order of \(order)")
    let sigma = step.noiseMultiplier
    let weights = step.logWeights
    let (low, high) = (-12 * sigma, order * Double(step.groupSize) + 12 * sigma)
    let width = sigma / 8
    let exponents = (0...Int(((high - low) / width).rounded(.up))).map { index in
      let x = low + Double(index) * width
      return order * step.loss(at: x, weights).value - x * x / (2 * sigma * sigma)
    }
    let largest = exponents.max()!
    let sum = exponents.reduce(0) { $0 + .exp($1 - largest) }
    let mean = largest + .log(sum * width / (sigma * .sqrt(2 * .pi)))
    return max(0, mean) / (order - 1)
  }

  /// The smallest epsilon over the orders for `steps` steps at `delta` (Canonne, Kamath and Steinke
  /// 2020, proposition 12).
  ///
  /// - Precondition: steps >= 0 and 0 < delta < 1.
  package static func epsilon(
    _ step: SampledGaussian, steps: Int, delta: Double, orders: [Double] = orders
  ) -> Double {
    precondition(steps >= 0 && 0 < delta && delta < 1, "\(steps) steps at delta \(delta)")
    guard steps > 0 else { return 0 }
    return orders.reduce(Double.infinity) { smallest, order in
      let divergence = Double(steps) * divergence(step, order: order)
      let epsilon =
        divergence + .log(onePlus: -1 / order) - .log(delta * order) / (order - 1)
      return min(smallest, max(0, epsilon))
    }
  }
}
