import Foundation
import Kernels
import Randomness
import Recognizer
import Testing

/// The noise of DP-SGD.
@Suite struct GradientNoiseTests {
  private let count = 100_001

  private func noise(
    _ deviation: Double, step: Int = 1, seed: UInt64 = 5, threads: Int = 1
  ) -> (values: [Float], norm: Double) {
    let gradient = Buffer(count)
    let noise = GradientNoise(multiplier: 1, seed: Seed(short: seed), kernels: ISA.base.kernels)
    let norm = noise.add(
      to: gradient, deviation: deviation, step: step, on: WorkerPool(threads: threads))
    return (Array(UnsafeBufferPointer(start: gradient.base, count: count)), norm)
  }

  /// The same numbers, one after the other: the obviously right twin.
  private func slowNoise(_ deviation: Double, step: Int, seed: UInt64) -> [Float] {
    var values: [Float] = []
    for piece in 0...(count / 32_768) {
      var random = Seed(short: seed).stream("gradient noise/step \(step)/piece \(piece)")
      let end = min(count, (piece + 1) * 32_768)
      while values.count < end {
        let (u, v) = (1 - random.unit(), random.unit())
        let radius = (-2 * log(u)).squareRoot()
        values.append(Float(deviation * radius * cos(2 * .pi * v)))
        if values.count < end { values.append(Float(deviation * radius * sin(2 * .pi * v))) }
      }
    }
    return values
  }

  @Test func `the noise is that of its twin, and the norm is that of the noise`() {
    let (values, norm) = noise(0.7, step: 3)
    let slow = slowNoise(0.7, step: 3, seed: 5)
    #expect(zip(values, slow).allSatisfy { abs($0 - $1) <= 1e-6 })
    let square = slow.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(norm / square.squareRoot() - 1) < 1e-5)
  }

  /// For n normal numbers the mean has the standard error σ/√n, the variance σ²√(2/n), the fourth
  /// moment σ⁴√(96/n). Five standard errors are exceeded once in 1.7 million draws.
  @Test(arguments: [0.01, 1, 30])
  func `the noise has the mean, the variance and the kurtosis of its normal distribution`(
    deviation: Double
  ) {
    let values = noise(deviation).values.map { Double($0) / deviation }
    let n = Double(count)
    #expect(abs(values.reduce(0, +) / n) < 5 / n.squareRoot())
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } / n - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(values.reduce(0) { $0 + pow($1, 4) } / n - 3) < 5 * (96 / n).squareRoot())
    // Neighbours are the two numbers of one draw.
    let products = stride(from: 0, to: count - 1, by: 2).reduce(0) {
      $0 + values[$1] * values[$1 + 1]
    }
    #expect(abs(products / (n / 2)) < 5 / (n / 2).squareRoot())
  }

  @Test func `the number of threads changes nothing; the step and the seed change everything`() {
    let one = noise(1).values
    #expect(one == noise(1, threads: 3).values)
    for other in [noise(1, step: 2).values, noise(1, seed: 6).values] {
      #expect(zip(one, other).count { $0 == $1 } < 10)
    }
  }

  @Test func `noise is added to the gradient and does not replace it`() {
    let gradient = Buffer(count)
    for index in 0..<count { gradient.base[index] = Float(index % 7) }
    let noise = GradientNoise(multiplier: 1, seed: Seed(short: 5), kernels: ISA.base.kernels)
    _ = noise.add(to: gradient, deviation: 0.5, step: 1, on: WorkerPool(threads: 2))
    let slow = slowNoise(0.5, step: 1, seed: 5)
    let errors = (0..<count).map { abs(gradient.base[$0] - Float($0 % 7) - slow[$0]) }
    #expect(errors.max()! <= 1e-5)
  }
}
