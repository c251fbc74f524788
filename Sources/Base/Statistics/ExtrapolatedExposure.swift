import RealModule

/// Exposure beyond the number of controls: -log2 of the chance that a control does as well, by a
/// skew-normal fitted to the controls' scores.
///
/// Source: Carlini et al., "The Secret Sharer" (2019), section 4.3; there fitted to perplexities.
/// It rests on the fitted shape, the more the further out, and no control stands behind bits above
/// log2 N: a description beside the ranked exposure, never a test. Heavily tied scores such as
/// character error rates fit badly, which `misfit` shows; use losses.
package struct ExtrapolatedExposure: Sendable {
  package let fit: SkewNormal
  /// The largest distance between the controls' distribution and the fitted one (Kolmogorov 1933),
  /// 0...1. With N controls that fit, some 0.9/√N; it has no p-value here, as the fit is their own.
  package let misfit: Double

  /// - Parameter references: finite scores of the controls, higher is better recognised.
  /// - Returns: `nil` where fewer than three, or all alike: nothing to extrapolate from.
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

  /// Bits, 0 or more, without a ceiling.
  package func bits(of score: Double) -> Double {
    precondition(score.isFinite, "a canary without a score")
    return -fit.logUpperTail(score) / .log(2)
  }

  /// What a canary gets on average when nothing is memorized and the fit is right: the chance is
  /// uniform, the bits exponential, log2 e = 1.443.
  package static let nullMean = 1 / Double.log(2)

  /// The chance of so many bits or more when nothing is memorized and the fit is right.
  package static func nullChance(bits: Double) -> Double { min(1, .exp2(-bits)) }
}
