import KernelInterface
import Kernels

extension KernelEntry {
  /// One optimizer step over a million parameters, and the peak of multiply-adds.
  static var optimizers: [KernelEntry] {
    let count = 1_000_000
    let gradient = Buffer(count, in: -1...1)
    // p, m and v.
    let adam = Buffer(3 * count)
    // p and the velocity.
    let sgd = Buffer(2 * count)
    let peak = Buffer(1)
    // About ten roundings of numbers below 2.
    let tolerance = 0x1p-20
    return [
      KernelEntry(
        "adamW", "\(count)", .floats(7 * count), output: adam, start: 0.25, tolerance: tolerance,
        reference: {
          let g = gradient.doubles
          let m = g.map { 0.9 * 0.25 + 0.1 * $0 }
          let v = g.map { 0.98 * 0.25 + 0.02 * $0 * $0 }
          let p = zip(m, v).map { m, v in
            0.25 - 0.01 * ((m / 0.5) / ((v / 0.4).squareRoot() + 1e-8) + 0.1 * 0.25)
          }
          return p + m + v
        },
        run: {
          $0.adamW(
            count, adam.base, gradient: gradient.floats, m: adam.base + count,
            v: adam.base + 2 * count, rate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            correction1: 0.5, correction2: 0.4, decay: 0.1)
        }),
      KernelEntry(
        "sgd", "\(count)", .floats(5 * count), output: sgd, start: 0.25, tolerance: tolerance,
        reference: {
          let velocity = gradient.doubles.map { 0.9 * 0.25 + $0 + 0.1 * 0.25 }
          return velocity.map { 0.25 - 0.01 * $0 } + velocity
        },
        run: {
          $0.sgd(
            count, sgd.base, gradient: gradient.floats, velocity: sgd.base + count,
            rate: 0.01, momentum: 0.9, decay: 0.1)
        }),
      KernelEntry(
        name: "peak", shape: "registers", work: nil,
        check: { $0.peak(rounds: 100).isFinite && $0.peakFlops > 0 ? 0 : .nan },
        run: { peak.base[0] = $0.peak(rounds: 1000) }),
    ]
  }
}
