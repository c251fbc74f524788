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
    misfit = ascending.enumerated().reduce(0) { worst, item in
      let below = -.exp(fit.logUpperTail(item.element)) + 1
      let (before, after) = (Double(item.offset) / count, Double(item.offset + 1) / count)
      return max(worst, abs(below - before), abs(below - after))
    }
  }

  /// The exposure in bits, at least 0, without a ceiling.
  package func bits(of score: Double) -> Double {
    precondition(score.isFinite, "a canary's score is not finite")
    return -fit.logUpperTail(score) / .log(2)
  }
}
