import Files
import KernelInterface
import Kernels
import Randomness
import Recognizer
import Testing

@Suite struct ClippingTests {
  private let tiny = TinyModel()

  private func gradient(
    _ batch: SmallBatch, _ clipping: Clipping, microBatches: Int = 2, threads: Int = 1
  ) throws -> (BatchGradient.Outcome, [Float], [Double]) {
    tiny.prepared.refresh(frames: tiny.prepared.maxFrames, on: tiny.pool)
    let pool = WorkerPool(threads: threads)
    let sum = BatchGradient(tiny.model, clipping: clipping, microBatches: microBatches, pool: pool)
    let outcome = try sum.compute(batch, tiny.prepared.weights)
    return (
      outcome, Array(UnsafeBufferPointer(start: sum.gradient, count: tiny.count)),
      Array(sum.norms.elements)
    )
  }

  private func norm(_ vector: [Float]) -> Double {
    vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    norm(zip(a, b).map { $0 - $1 })
  }

  /// Compares sums of eight numbers in different orders. Each addition has an error of 2⁻²⁴ of the
  /// largest partial sum, which may be a small multiple of the mean.
  private func close(_ a: [Float], _ b: [Float]) -> Bool { distance(a, b) <= 1e-5 * norm(b) }

  @Test func `an infinite max_grad_norm clips nothing`() throws {
    let batch = SmallBatch(count: 8)
    let plain = try gradient(batch, .none).1
    #expect(try close(gradient(batch, .perExample(maxGradNorm: .infinity)).1, plain))
    #expect(try close(gradient(batch, .perCore(maxGradNorm: .infinity, virtualCores: 4)).1, plain))
  }

  @Test func `per-core clipping with one example per core equals per-example clipping`() throws {
    let batch = SmallBatch(count: 8)
    let bound = try gradient(batch, .perExample(maxGradNorm: 1)).2.sorted()[4]
    let examples = try gradient(batch, .perExample(maxGradNorm: bound))
    let cores = try gradient(batch, .perCore(maxGradNorm: bound, virtualCores: 8))
    #expect(examples.1 == cores.1)
    #expect(examples.0.clippedUnits == cores.0.clippedUnits)
    #expect(examples.0.clippedUnits == 3)
  }

  /// A batch of one example gives that example's gradient.
  @Test(arguments: [0.5, 1.1, 4.0])
  func `the result is the average of the scaled gradients of single examples`(share: Double) throws
  {
    let batch = SmallBatch(count: 5)
    let singles = try (0..<5).map {
      try gradient(SmallBatch(batch, only: $0), .none).1
    }
    let bound = share * norm(singles[0])
    var expected = [Float](repeating: 0, count: tiny.count)
    for single in singles {
      let factor = Float(min(1, bound / norm(single)) / 5)
      for index in expected.indices { expected[index] += factor * single[index] }
    }
    let (outcome, clipped, norms) = try gradient(batch, .perExample(maxGradNorm: bound))
    #expect(close(clipped, expected))
    #expect(outcome.clippedUnits == singles.count { norm($0) > bound * (1 + 1e-6) })
    for (own, single) in zip(norms, singles) {
      #expect(abs(own - norm(single)) <= 1e-5 * own)
    }
  }

  @Test func `the gradient of a virtual core is the mean over its examples`() throws {
    let batch = SmallBatch(count: 5)
    let singles = try (0..<5).map { try gradient(SmallBatch(batch, only: $0), .none).1 }
    // Round-robin: example i belongs to core i mod 2.
    let (_, _, norms) = try gradient(batch, .perCore(maxGradNorm: 1, virtualCores: 2))
    for (core, members) in [[0, 2, 4], [1, 3]].enumerated() {
      let mean = (0..<tiny.count).map { index in
        members.reduce(0) { $0 + singles[$1][index] } / Float(members.count)
      }
      #expect(abs(norms[core] - norm(mean)) <= 1e-5 * norms[core])
    }
  }

  /// With one micro-batch, cores are clipped before they are added to its sum. With more
  /// micro-batches than cores, the examples of a core are divided among several micro-batches, and
  /// some are empty.
  @Test(arguments: [1, 2, 3, 4, 8, 16])
  func `per-core clipping does not depend on the number of micro-batches`(microBatches: Int) throws
  {
    let batch = SmallBatch(count: 5)
    let singles = try (0..<5).map { try gradient(SmallBatch(batch, only: $0), .none).1 }
    let means = [[0, 3], [1, 4], [2]].map { members in
      (0..<tiny.count).map { index in
        members.reduce(0) { $0 + singles[$1][index] } / Float(members.count)
      }
    }
    let bound = means.map(norm).sorted()[1]
    var expected = [Float](repeating: 0, count: tiny.count)
    for mean in means {
      let factor = Float(min(1, bound / norm(mean)) / 3)
      for index in expected.indices { expected[index] += factor * mean[index] }
    }
    let found = try gradient(
      batch, .perCore(maxGradNorm: bound * (1 + 1e-6), virtualCores: 3), microBatches: microBatches)
    #expect(close(found.1, expected))
    #expect(found.0.clippedUnits == 1)
    #expect(abs(found.0.norm - norm(expected)) <= 1e-5 * norm(expected))
    for (own, mean) in zip(found.2, means) { #expect(abs(own - norm(mean)) <= 1e-5 * own) }
  }

  @Test func `one example changes the mean by at most max_grad_norm over the batch size`() throws {
    let bound = 0.25
    let calm = try gradient(SmallBatch(count: 8), .perExample(maxGradNorm: bound)).1
    let loud = SmallBatch(count: 8, loudest: 1e4)
    let (_, moved, norms) = try gradient(loud, .perExample(maxGradNorm: bound))
    #expect(norms[0] > bound)
    // The clipped gradient of the example has at most the norm `bound` in both batches.
    #expect(distance(calm, moved) <= 2 * bound / 8 * (1 + 1e-5))
    var others = [Float](repeating: 0, count: tiny.count)
    for index in 1..<8 {
      let single = try gradient(SmallBatch(loud, only: index), .none).1
      let factor = Float(min(1, bound / norm(single)) / 8)
      for place in others.indices { others[place] += factor * single[place] }
    }
    #expect(distance(others, moved) <= bound / 8 * (1 + 1e-4))
  }

  @Test func `adaptive clipping uses the smallest norm of any core`() throws {
    let batch = SmallBatch(count: 8)
    let (outcome, adaptive, norms) = try gradient(batch, .adaptivePerCore(virtualCores: 4))
    #expect(outcome.bound == norms.min())
    let fixed = try gradient(batch, .perCore(maxGradNorm: norms.min()!, virtualCores: 4)).1
    #expect(close(adaptive, fixed))
  }

  @Test(
    arguments: [
      Clipping.none, .perExample(maxGradNorm: 0.5), .perCore(maxGradNorm: 0.5, virtualCores: 2),
      .adaptivePerCore(virtualCores: 3),
    ])
  func `the gradient does not depend on the number of threads`(clipping: Clipping) throws {
    let batch = SmallBatch(count: 9)
    let one = try gradient(batch, clipping, microBatches: 4, threads: 1).1
    for threads in [2, 3, 7] {
      #expect(try gradient(batch, clipping, microBatches: 4, threads: threads).1 == one)
    }
  }

  @Test(arguments: [1, 2, 4, 9], [0, 3])
  func `a non-finite gradient is skipped and counted`(microBatches: Int, loud: Int) throws {
    let batch = SmallBatch(count: 4, loudest: .nan, at: loud)
    let (outcome, clipped, norms) = try gradient(
      batch, .perExample(maxGradNorm: 1), microBatches: microBatches)
    #expect(outcome.skippedUnits == 1)
    #expect(norms[loud].isNaN)
    #expect(clipped.allSatisfy { $0.isFinite })
    let plain = try gradient(batch, .none).0
    #expect(!plain.norm.isFinite)
  }
}
