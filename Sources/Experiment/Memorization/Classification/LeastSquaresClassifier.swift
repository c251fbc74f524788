/// A trained least-squares classifier.
package struct LeastSquaresClassifier: Sendable {
  package let rows: [[Double]]
  package let parameters: ClassifierParameters
  /// a: the weight of each training row's kernel.
  package let weights: [Double]
  /// b.
  package let bias: Double
  /// y ξ: the signed error of each training row, which the memory adds back.
  package let errors: [Double]

  /// Returns f(x); a positive value is the label 1.
  ///
  /// - LSSVM: Σ aᵢ K(xᵢ, x) + b.
  /// - MIMM: LSSVM + y ξ of the training row with the largest δ, times this δ.
  /// - WIMM: LSSVM + Σ yⱼ ξⱼ δ(xⱼ, x).
  package func decision(_ x: [Double]) -> Double {
    let memory =
      parameters.form == .lssvm
      ? [] : rows.map { GaussianKernel(width: parameters.memoryWidth).value($0, x) }
    let kernel = GaussianKernel(width: parameters.width)
    return decision(kernel: rows.map { kernel.value($0, x) }, memory: memory)
  }

  /// f(x) from the values of the kernel and of the memory function at the training rows.
  /// - Parameter memory: not read for LSSVM.
  func decision(kernel: [Double], memory: [Double]) -> Double {
    let plain = bias + innerProduct(kernel, weights)
    switch parameters.form {
    case .lssvm: return plain
    case .mimm:
      let nearest = memory.indices.max { memory[$0] < memory[$1] }
      return nearest.map { plain + errors[$0] * memory[$0] } ?? plain
    case .wimm: return plain + innerProduct(memory, errors)
    }
  }
}

extension LeastSquaresSystem {
  /// The decision of each training row by a classifier that was trained without it, in closed form:
  /// yᵢ - aᵢ / (M⁻¹)ᵢᵢ, where M is the bordered matrix (Cawley and Talbot 2004).
  ///
  /// - Parameter diagonal: `borderedInverseDiagonal`, which all labelings share.
  /// - Returns: nil for MIMM and WIMM. Leaving out a row also changes their memory, and the closed form
  ///   is wrong by more than the margin.
  package func leaveOneOut(labels: [Double], diagonal: [Double]) -> [Double]? {
    guard parameters.form == .lssvm else { return nil }
    let weights = classifier(labels: labels).weights
    return labels.indices.map { labels[$0] - weights[$0] / diagonal[$0] }
  }
}
