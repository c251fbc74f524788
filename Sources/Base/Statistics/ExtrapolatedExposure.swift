import RealModule

/// Exposure extrapolated beyond the number of controls: -log2 of the probability that a control
/// scores at least as high, by a skew-normal distribution fitted to the controls' scores.
///
/// Source: Carlini et al., "The Secret Sharer" (2019), section 4.3; which fits
/// perplexities. No control supports values above log2 N, so they depend on the fitted shape: they
/// describe, beside the ranked exposure, and are not a test. Heavily tied scores such as character
/// error rates fit badly, which `misfit` shows; prefer losses.
package struct ExtrapolatedExposure: Sendable {
  package let fit: SkewNormal
  /// The largest distance between the controls' distribution and the fitted one (Kolmogorov 1933),
  /// 0...1; about 0.9/√N for N controls that fit. It has no p-value, because the same controls were
  /// fitted.
  package let misfit: Double

  /// - Parameter references: finite scores of the controls, higher is better recognised.
  /// - Returns: `nil` for fewer than three references, or if all are equal.
  package init?(references: [Double]) {
    guard let fit = SkewNormal(matching: references) else { return nil }
    self.fit = fit
    let (ascending, count) = (references.sorted(), Double(references.count))
    var (worst, start) = (0.0, 0)
    // The tail is an integral, so equal scores share one.
    while start < ascending.count {
      var end = start + 1
      while end < ascending.count, ascending[end] == ascending[start] { end += 1 }
      let below = -.exp(fit.logUpperTail(ascending[start])) + 1
      worst = max(worst, abs(below - Double(start) / count), abs(below - Double(end) / count))
      start = end
    }
    misfit = worst
  }

  /// The exposures of several scores in bits. Equal scores are computed once.
  package func bits(of scores: [Double]) -> [Double] {
    var known: [Double: Double] = [:]
    return scores.map { score in
      if let bits = known[score] { return bits }
      let bits: Double = bits(of: score)
      known[score] = bits
      return bits
    }
  }

  /// The exposure in bits, at least 0, without a ceiling.
  package func bits(of score: Double) -> Double {
    precondition(score.isFinite, "a canary's score is not finite")
    return -fit.logUpperTail(score) / .log(2)
  }
}
