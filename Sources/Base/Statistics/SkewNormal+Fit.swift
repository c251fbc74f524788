import RealModule

extension SkewNormal {
  /// The skew-normal with the values' mean, variance and skewness (the method of moments, Azzalini
  /// 1985).
  ///
  /// The method has a closed form. Maximum likelihood needs a search, and its shape can diverge in
  /// small samples. The skewness of a skew-normal is below .9953; a higher one is replaced by
  /// `mostSkew`.
  ///
  /// - Returns: `nil` for fewer than three values, or if all are equal.
  package init?(matching values: [Double]) {
    precondition(values.allSatisfy(\.isFinite), "a value is not finite")
    guard values.count > 2, values.contains(where: { $0 != values[0] }) else { return nil }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    func moment(_ power: Int) -> Double {
      values.reduce(0) { $0 + .pow($1 - mean, power) } / n
    }
    let variance = moment(2)
    guard variance > 0 else { return nil }
    let skewness = moment(3) / (variance * .sqrt(variance))
    let root = Double.cbrt(2 * min(abs(skewness), Self.mostSkew) / (4 - .pi))
    // Azzalini's mean of Z, δ √(2/π), from skewness = (4 - π)/2 · (m/√(1 - m²))³.
    let m = root / .sqrt(1 + root * root)
    let delta = m * .sqrt(.pi / 2)
    let sign = skewness < 0 ? -1.0 : 1
    let scale = Double.sqrt(variance / (1 - m * m))
    self.init(
      location: mean - sign * scale * m, scale: scale,
      shape: sign * delta / .sqrt(1 - delta * delta))
  }

  package static let mostSkew = 0.99
}

extension Double {
  fileprivate static func cbrt(_ x: Double) -> Double { .root(x, 3) }
}
