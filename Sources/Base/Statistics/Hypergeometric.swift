import Randomness
import RealModule

/// The hypergeometric distribution: the number of `marked` items among `drawn` ones, drawn without
/// replacement from `total`.
struct Hypergeometric: Sendable {
  let drawn: Int
  let marked: Int
  let total: Int

  /// - Precondition: 0 <= drawn, marked <= total.
  init(drawn: Int, marked: Int, total: Int) {
    precondition(
      0 <= drawn && drawn <= total && 0 <= marked && marked <= total,
      "\(drawn) drawn and \(marked) marked out of \(total)")
    self.drawn = drawn
    self.marked = marked
    self.total = total
  }

  /// The counts with a positive probability.
  var support: ClosedRange<Int> { max(0, drawn + marked - total)...min(drawn, marked) }

  /// A most likely count. (The product does not overflow for counts below 3·10⁹.)
  var mode: Int { (drawn + 1) * (marked + 1) / (total + 2) }

  /// P(k + 1)/P(k), for k and k + 1 in the support. Relative error below 2⁻⁵¹.
  func ratio(above k: Int) -> Double {
    Double(drawn - k) * Double(marked - k)
      / (Double(k + 1) * Double(total - drawn - marked + k + 1))
  }

  /// A random count, by inversion outwards from the mode. The expected number of steps is of the
  /// order of the standard deviation.
  ///
  /// *Error bound*: P(mode) comes from log-gammas, so the error in total variation is
  /// about 2⁻⁵⁰·total·log(total): 1e-12 for hundreds of items, 1e-8 for a million.
  func sample(from random: inout RandomStream) -> Int {
    let support = self.support
    if support.count == 1 { return support.lowerBound }
    let peak: Double = .exp(
      logBinomial(marked, mode) + logBinomial(total - marked, drawn - mode)
        - logBinomial(total, drawn))
    var (low, high) = (mode, mode)
    var (lowMass, highMass) = (peak, peak)
    var left = random.unit() - peak
    while left >= 0, low > support.lowerBound || high < support.upperBound {
      if high < support.upperBound {
        highMass *= ratio(above: high)
        high += 1
        left -= highMass
        if left < 0 { return high }
      }
      if low > support.lowerBound {
        low -= 1
        lowMass /= ratio(above: low)
        left -= lowMass
        if left < 0 { return low }
      }
    }
    // The draw fell into the mode's mass, or rounding made the masses sum to slightly less than 1.
    return mode
  }
}
