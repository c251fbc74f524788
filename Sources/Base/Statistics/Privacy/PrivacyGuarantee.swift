import RealModule

/// The pair (epsilon, delta) of differential privacy for neighbouring data sets that differ in one
/// record, or in one group of records.
package struct PrivacyGuarantee: Hashable, Sendable {
  package let epsilon: Double
  /// 1 promises nothing.
  package let delta: Double

  /// - Precondition: epsilon >= 0 and finite, 0 <= delta <= 1.
  package init(epsilon: Double, delta: Double) {
    precondition(epsilon >= 0 && epsilon.isFinite, "an epsilon of \(epsilon)")
    precondition(0 <= delta && delta <= 1, "a delta of \(delta)")
    self.epsilon = epsilon
    self.delta = delta
  }

  /// The guarantee that follows for groups of `size` records: epsilon k·ε and delta
  /// k·exp((k − 1)·ε)·δ, at most 1 (Dwork and Roth 2014, theorem 2.2, for δ = 0; Vadhan 2017, lemma
  /// 2.2).
  ///
  /// - Precondition: size >= 1.
  package func forGroup(of size: Int) -> PrivacyGuarantee {
    precondition(size >= 1, "a group of \(size)")
    let copies = Double(size)
    let logDelta = .log(copies) + (copies - 1) * epsilon + .log(delta)
    return PrivacyGuarantee(
      epsilon: copies * epsilon,
      delta: size == 1 ? delta : delta == 0 ? 0 : min(1, .exp(logDelta)))
  }
}
