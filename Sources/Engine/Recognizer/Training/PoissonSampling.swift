import Randomness

/// Batches in which every example takes part independently, with the same probability. A batch may be
/// empty. Accountants of DP-SGD assume this sampling (Abadi et al. 2016; Mironov, Talwar and Zhang
/// 2019).
struct PoissonSampling {
  let seed: Seed
  let examples: Int
  /// The sampling rate: expected batch size / examples.
  let rate: Double

  /// The examples of a step, in their order in the training set.
  func batch(step: Int) -> [Int] {
    var stream = seed.stream("sampling/step \(step)")
    return (0..<examples).filter { _ in stream.unit() < rate }
  }
}
