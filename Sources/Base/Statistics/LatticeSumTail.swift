import RealModule

/// The upper tail of a sum of many independent integers, by numerical inversion of its characteristic
/// function.
///
/// The terms are tilted by exp(θ·s), with the θ that moves the mean of the sum to the threshold, as in
/// a saddle-point approximation; nothing is approximated, because the tail is then computed from the
/// tilted distribution:
///
///     P(S ≥ t) = exp(K(θ) − θt) Σ_{j ≥ 0} exp(−θj) Q(t + j)
///
/// Q is the tilted distribution and K the cumulant-generating function. Q has its largest
/// probabilities at t, so that tails below 1e-300 keep their relative accuracy. Q is a discrete Fourier
/// transform over `points` frequencies, and the sum over j is a geometric series at each of them.
///
/// Source: Butler, "Saddlepoint Approximations with Applications" (2007), section 1.2; Abate and Whitt,
/// "Numerical inversion of probability generating functions" (1992).
struct LatticeSumTail {
  /// One distribution and the number of terms that have it.
  struct Term {
    /// The probabilities of -reach...reach, which sum to 1.
    let masses: [Double]
    let count: Int

    var reach: Int { masses.count / 2 }
    var largest: Int { masses.lastIndex { $0 > 0 }! - reach }
    /// The distribution of the negated term.
    var mirrored: Term { Term(masses: masses.reversed(), count: count) }
  }

  private let terms: [Term]
  /// The natural logarithms of the masses.
  private let logMasses: [[Double]]

  init(_ terms: [Term]) {
    self.terms = terms
    logMasses = terms.map { $0.masses.map { mass in mass > 0 ? .log(mass) : -.infinity } }
  }

  /// The probability of a sum of at least `threshold`, which some sum reaches. At least the smallest
  /// normal number, because a p-value is never 0.
  ///
  /// *Error bound*: a relative error of about terms·2⁻⁵⁰, from the powers of the characteristic
  /// functions; the sums that alias are more than twelve standard deviations away.
  func probability(ofAtLeast threshold: Int) -> Double {
    let mean = zip(terms, logMasses).reduce(0) {
      $0 + Double($1.0.count) * Tilted($1.0, $1.1, 0).mean
    }
    if Double(threshold) <= mean {
      return 1 - LatticeSumTail(terms.map(\.mirrored)).tail(1 - threshold)
    }
    return min(1, max(tail(threshold), .leastNormalMagnitude))
  }

  /// The probability of a sum of at least `threshold`, which is above the mean.
  private func tail(_ threshold: Int) -> Double {
    let largest = terms.reduce(0) { $0 + $1.count * $1.largest }
    guard threshold <= largest else { return 0 }
    let tilt = self.tilt(toMean: Double(threshold))
    let tilted = zip(terms, logMasses).map { term, logs in
      Tilted(term, logs, tilt)
    }
    let logScale = tilted.reduce(-tilt * Double(threshold)) {
      $0 + Double($1.count) * $1.cumulant
    }
    let variance = tilted.reduce(0) { $0 + Double($1.count) * $1.variance }
    let reach = terms.reduce(0) { $0 + $1.count * $1.reach }
    let widest = terms.map(\.reach).max() ?? 0
    let points = min(2 * reach + 2, Int(24 * variance.squareRoot()) + 32 * widest + 64)
    var sum = 0.0
    // The terms of k and of points - k are conjugate.
    for k in 0...(points / 2) {
      let frequency = 2 * Double.pi * Double(k) / Double(points)
      let share = k == 0 || 2 * k == points ? 1.0 : 2.0
      var (logSize, angle) = (0.0, -frequency * Double(threshold))
      for term in tilted where logSize > -80 {
        let value = term.characteristic(frequency)
        logSize += Double(term.count) * value.logSize
        angle += Double(term.count) * value.angle
      }
      guard logSize > -80 else { continue }
      let series = Self.series(
        decay: tilt, frequency, length: min(points / 2, largest - threshold + 1))
      sum += share * .exp(logSize) * (.cos(angle) * series.real - .sin(angle) * series.imaginary)
    }
    return .exp(logScale) * sum / Double(points)
  }

  /// Σ exp(−(decay + i·frequency)·j) over j from 0 to length − 1.
  private static func series(
    decay: Double, _ frequency: Double, length: Int
  ) -> (real: Double, imaginary: Double) {
    func power(_ exponent: Double) -> (real: Double, imaginary: Double) {
      let size = Double.exp(-decay * exponent)
      return (size * .cos(frequency * exponent), -size * .sin(frequency * exponent))
    }
    if decay == 0, frequency == 0 { return (Double(length), 0) }
    let (ratio, last) = (power(1), power(Double(length)))
    // (1 − last) / (1 − ratio)
    let (a, b) = (1 - last.real, -last.imaginary)
    let (c, d) = (1 - ratio.real, -ratio.imaginary)
    let size = c * c + d * d
    return ((a * c + b * d) / size, (b * c - a * d) / size)
  }

  /// The θ at which the tilted mean is `mean`, at most `2 · steepest`; the mean increases with θ. Every
  /// θ gives the same result, so it need not be exact.
  private func tilt(toMean mean: Double) -> Double {
    func tiltedMean(_ tilt: Double) -> Double {
      zip(terms, logMasses).reduce(0) {
        $0 + Double($1.0.count) * Tilted($1.0, $1.1, tilt).mean
      }
    }
    var (low, high) = (0.0, 1.0)
    while high < Self.steepest, tiltedMean(high) < mean { high *= 2 }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if tiltedMean(middle) < mean { low = middle } else { high = middle }
    }
    return low
  }

  /// Sums other than the largest then have a share of about exp(−32).
  private static let steepest = 32.0
}

/// The distribution of one term after tilting.
private struct Tilted {
  let count: Int
  /// The logarithm of the mean of exp(tilt · term).
  let cumulant: Double
  let mean: Double
  let variance: Double
  private let masses: [Double]
  private let reach: Int

  init(_ term: LatticeSumTail.Term, _ logMasses: [Double], _ tilt: Double) {
    let reach = term.reach
    let logs = logMasses.indices.map { logMasses[$0] + tilt * Double($0 - reach) }
    let largest = logs.max()!
    let weights = logs.map { Double.exp($0 - largest) }
    let total = weights.reduce(0, +)
    let masses = weights.map { $0 / total }
    let mean = masses.indices.reduce(0) { $0 + masses[$1] * Double($1 - reach) }
    count = term.count
    cumulant = largest + .log(total)
    variance = masses.indices.reduce(0) {
      let distance = Double($1 - reach) - mean
      return $0 + masses[$1] * distance * distance
    }
    self.mean = mean
    self.masses = masses
    self.reach = reach
  }

  /// The logarithm of the characteristic function: Σ masses · exp(i · frequency · term).
  func characteristic(_ frequency: Double) -> (logSize: Double, angle: Double) {
    var (real, imaginary) = (0.0, 0.0)
    // exp(i · frequency · term), from one term to the next.
    let step = (Double.cos(frequency), Double.sin(frequency))
    let lowest = -frequency * Double(reach)
    var wave = (Double.cos(lowest), Double.sin(lowest))
    for mass in masses {
      real += mass * wave.0
      imaginary += mass * wave.1
      wave = (wave.0 * step.0 - wave.1 * step.1, wave.0 * step.1 + wave.1 * step.0)
    }
    return (0.5 * .log(real * real + imaginary * imaginary), .atan2(y: imaginary, x: real))
  }
}
