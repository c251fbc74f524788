import Files
import Kernels
import Randomness
import Recognizer
import Testing

/// The largest change of a batch's sum by one example, which differential privacy depends on.
@Suite struct SensitivityTests {
  private let tiny = TinyModel()

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
  }

  /// The sum of the clipped gradients, which is the mean times its divisor.
  private func sum(_ batch: SmallBatch, _ clipping: Clipping, expectedUnits: Int) throws -> [Float]
  {
    tiny.prepared.refresh(frames: tiny.prepared.maxFrames, on: tiny.pool)
    let sum = BatchGradient(
      tiny.model, clipping: clipping, microBatches: 3, expectedUnits: expectedUnits,
      pool: WorkerPool(threads: 1))
    _ = try sum.compute(batch, tiny.prepared.weights)
    return (0..<tiny.count).map { sum.gradient[$0] * Float(expectedUnits) }
  }

  /// The clipped gradient of a very loud example has exactly the norm C, so the bound is reached.
  @Test func `one example changes the sum of clipped gradients by the norm at most`() throws {
    for count in 1...9 {
      let batch = SmallBatch(count: count, loudest: 40, at: count / 2)
      let all = try sum(batch, .perExample(maxGradNorm: 0.3), expectedUnits: 4)
      var largest = 0.0
      for index in 0..<count {
        let others = try sum(
          SmallBatch(batch, without: index), .perExample(maxGradNorm: 0.3), expectedUnits: 4)
        largest = max(largest, distance(all, others))
      }
      #expect(largest <= 0.3 * (1 + 1e-5) && largest > 0.299, "\(count) examples")
    }
  }

  @Test func `one example changes the sum of clipped cores by twice the norm at most`() throws {
    let batch = SmallBatch(count: 8)
    for cores in [3, 8] {
      let clipping = Clipping.perCore(maxGradNorm: 0.1, virtualCores: cores)
      let all = try sum(batch, clipping, expectedUnits: cores)
      let changes = try (0..<8).map { index in
        let other = SmallBatch(count: 8, loudest: -40, at: index)
        return distance(
          all,
          try sum(
            SmallBatch(batch, without: index, replacement: other), clipping, expectedUnits: cores))
      }
      let largest = try #require(changes.max())
      #expect(largest <= 0.2 * (1 + 1e-5), "\(changes)")
      // More than C, so that the sensitivity of per-example clipping would be wrong.
      #expect(cores == 3 || largest > 0.1, "\(changes)")
    }
  }

  @Test func `the noise is added once, before the division`() throws {
    let batch = SmallBatch(count: 5)
    func gradient(_ noise: GradientNoise?, threads: Int) throws -> [Float] {
      tiny.prepared.refresh(frames: tiny.prepared.maxFrames, on: tiny.pool)
      let sum = BatchGradient(
        tiny.model, clipping: .perExample(maxGradNorm: 0.3), microBatches: 3, expectedUnits: 4,
        noise: noise, pool: WorkerPool(threads: threads))
      _ = try sum.compute(batch, tiny.prepared.weights, step: 6)
      return Array(UnsafeBufferPointer(start: sum.gradient, count: tiny.count))
    }
    let noise = GradientNoise(deviation: 0.45, seed: Seed(short: 2))
    let found = try gradient(noise, threads: 1)
    let expected = Buffer(tiny.count)
    for (index, value) in try gradient(nil, threads: 1).enumerated() {
      expected.base[index] = 4 * value
    }
    // One piece, because the model is small.
    noise.add(to: expected.base, count: tiny.count, step: 6, piece: 0)
    #expect(tiny.count < 1 << 15)
    #expect((0..<tiny.count).allSatisfy { abs(found[$0] - expected.base[$0] / 4) <= 1e-6 })
    #expect(try gradient(noise, threads: 3) == found)
  }
}
