import Foundation
import Kernels
import Randomness
import Recognizer
import Testing

@Suite struct GradientNoiseTests {
  private let seed = Seed(short: 5)

  private func noise(_ deviation: Double, count: Int, step: Int = 1, piece: Int = 0) -> [Float] {
    let values = Buffer(count)
    values.fill(0)
    GradientNoise(deviation: deviation, seed: seed).add(
      to: values.base, count: count, step: step, piece: piece)
    return Array(UnsafeBufferPointer(start: values.base, count: count))
  }

  /// 40,000 draws: the mean has a standard deviation of σC / 200, the variance one of (σC)² / 141.
  @Test(arguments: [0.25, 1.0, 12.0])
  func `the noise of a coordinate has the variance (σC)²`(deviation: Double) {
    let draws = noise(deviation, count: 40_000).map(Double.init)
    let mean = draws.reduce(0, +) / Double(draws.count)
    let variance = draws.reduce(0) { $0 + $1 * $1 } / Double(draws.count)
    #expect(abs(mean) <= 5 * deviation / 200)
    #expect(abs(variance / (deviation * deviation) - 1) <= 5 / 141.0)
    // Normal(0, 1) is beyond 1, 2 and 3 with these probabilities.
    for (bound, share) in [(1.0, 0.317311), (2, 0.0455), (3, 0.0027)] {
      let beyond = Double(draws.count { abs($0) > bound * deviation }) / Double(draws.count)
      #expect(abs(beyond - share) <= 5 * (share * (1 - share) / 40_000).squareRoot())
    }
  }

  @Test func `each draw is that of Box and Muller from the named stream`() {
    let found = noise(2, count: 7, step: 3, piece: 4)
    var stream = seed.stream("noise/step 3/piece 4")
    var expected: [Double] = []
    while expected.count < 7 {
      let (first, second) = ((Double(stream.next()) + 1) / 0x1p64, stream.unit())
      let radius = 2 * (-2 * log(first)).squareRoot()
      expected += [radius * cos(2 * .pi * second), radius * sin(2 * .pi * second)]
    }
    for (own, other) in zip(found, expected) { #expect(abs(Double(own) - other) <= 1e-6) }
  }

  @Test func `coordinates, pieces and steps have independent noise`() {
    let all = [
      noise(1, count: 10_000), noise(1, count: 10_000, piece: 1), noise(1, count: 10_000, step: 2),
    ]
    func correlation(_ a: some Sequence<Float>, _ b: some Sequence<Float>) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0 * $1.1) } / 10_000
    }
    #expect(abs(correlation(all[0], all[1])) <= 0.05)
    #expect(abs(correlation(all[0], all[2])) <= 0.05)
    #expect(abs(correlation(all[0], all[0].dropFirst())) <= 0.05)
  }

  @Test func `the same step has the same noise, and more coordinates do not change it`() {
    #expect(noise(1, count: 9) == Array(noise(1, count: 30).prefix(9)))
  }
}
