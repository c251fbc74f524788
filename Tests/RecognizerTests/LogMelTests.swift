import Files
import Kernels
import Platform
import Randomness
import Recognizer
import Testing

@Suite struct LogMelTests {
  private func noise(_ count: Int, _ name: String) -> [Float] {
    var random = Seed(short: 9).stream(name)
    return (0..<count).map { _ in Float(2 * random.unit() - 1) }
  }

  private func logEnergies(
    _ samples: [Float], _ front: LogMel, _ isa: ISA = .base
  ) throws(Problem) -> [Float] {
    let workspace = LogMelWorkspace(for: front, kernels: isa.kernels)
    var features = [Float](
      repeating: 7, count: front.frames(samples: samples.count) * front.melBins + 1)
    try samples.withUnsafeBufferPointer { samples throws(Problem) in
      try front.logEnergies(samples, into: &features, workspace)
    }
    #expect(features.last == 7, "wrote past the end")
    return features.dropLast()
  }

  private func compute(
    _ samples: [Float], _ front: LogMel, _ isa: ISA = .base
  ) throws(Problem) -> [Float] {
    let workspace = LogMelWorkspace(for: front, kernels: isa.kernels)
    var features = [Float](
      repeating: 0, count: front.frames(samples: samples.count) * front.melBins)
    try samples.withUnsafeBufferPointer { samples throws(Problem) in
      try front.compute(samples, into: &features, workspace)
    }
    return features
  }

  @Test func `only complete frames are counted`() throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    #expect((front.window, front.hop) == (400, 160))
    let counts = [0, 399, 400, 559, 560, 16_000].map { front.frames(samples: $0) }
    #expect(counts == [0, 0, 1, 1, 2, 98])
  }

  @Test(arguments: ISA.available)
  func `energies agree with the reference implementation`(isa: ISA) throws {
    for (sampleRate, melBins) in [(16_000, 80), (8_000, 40), (11_025, 23)] {
      let front = try LogMel(sampleRate: sampleRate, melBins: melBins)
      let slow = SlowLogMel(sampleRate: sampleRate, melBins: melBins)
      // More frames than a block of the workspace has.
      let samples = noise(front.window + 140 * front.hop + 3, "noise")
      let features = try logEnergies(samples, front, isa)
      #expect(features.count == 141 * melBins)
      for frame in [0, 1, 127, 128, 140] {
        let expected = slow.frame(samples, at: frame * front.hop)
        for (band, (nats, tolerance)) in expected.enumerated() {
          let found = Double(features[frame * melBins + band])
          #expect(abs(found - nats) <= tolerance, "\(sampleRate) Hz, frame \(frame), band \(band)")
          // The tolerance must be small enough to find errors.
          #expect(tolerance < 0.1)
        }
      }
    }
  }

  @Test(arguments: [10, 30, 45, 60, 79])
  func `a sine is loudest in its own band`(band: Int) throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    let frequency = SlowLogMel(sampleRate: 16_000, melBins: 80).corners[band + 1]
    let samples = (0..<4_000).map { Float(sin(2 * .pi * frequency * Double($0) / 16_000)) }
    let features = try logEnergies(samples, front)
    for frame in 0..<front.frames(samples: samples.count) {
      let row = features[(frame * 80)..<((frame + 1) * 80)]
      #expect(row.firstIndex(of: row.max()!)! - row.startIndex == band)
    }
  }

  @Test func `every band of an utterance has mean 0 and variance 1`() throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    var samples = noise(24_000, "speech")
    // The level varies, so that bands have a variance.
    for index in samples.indices { samples[index] *= Float(exp(-Double(index % 7_000) / 1_000)) }
    let features = try compute(samples, front)
    let frames = features.count / 80
    for band in 0..<80 {
      let column = (0..<frames).map { Double(features[$0 * 80 + band]) }
      let mean = column.reduce(0, +) / Double(frames)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(frames)
      // Values below 8 are rounded to 24 bits: each has an error below 2⁻²², and its square an
      // error below 16·2⁻²².
      #expect(column.allSatisfy { abs($0) < 8 })
      #expect(abs(mean) < 0x1p-22)
      #expect(abs(variance - 1) < 0x1p-18)
    }
  }

  @Test func `the gain of a recording has no effect`() throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    let samples = noise(8_000, "gain")
    let loud = try compute(samples, front)
    // Scaling by a power of two causes no rounding before the logarithm. After it, values below 16
    // are rounded to 2⁻²¹, four times in all, and divided by standard deviations above 0.1.
    let soft = try compute(samples.map { $0 / 256 }, front)
    for (a, b) in zip(loud, soft) { #expect(abs(a - b) < 10 * 4 * 0x1p-20) }
  }

  @Test func `silence gives zeros, and the loudest samples give finite features`() throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    #expect(try compute([Float](repeating: 0, count: 5_000), front).allSatisfy { abs($0) < 1e-6 })
    // A single frame has variance 0.
    #expect(try compute(noise(400, "one"), front).allSatisfy { $0 == 0 })
    // The largest samples that are accepted give finite features.
    let loud = noise(5_000, "loud").map { $0 * LogMel.largestSample }
    #expect(try compute(loud, front).allSatisfy(\.isFinite))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 2e6, -2e6])
  func `an invalid sample is refused with its index`(bad: Float) throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    var samples = noise(1_000, "bad")
    samples[999] = bad
    let problem = #expect(throws: Problem.self) { try compute(samples, front) }
    #expect(problem?.message.contains("sample 999") == true)
  }

  @Test func `audio shorter than a frame is refused`() throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    #expect(throws: Problem.self) { try compute([], front) }
    #expect(throws: Problem.self) { try compute(noise(399, "short"), front) }
  }

  @Test func `more bands than the transform can resolve are refused`() {
    let problem = #expect(throws: Problem.self) { try LogMel(sampleRate: 8_000, melBins: 200) }
    #expect(problem?.field == "mel_bins")
    #expect(throws: Never.self) { try LogMel(sampleRate: 8_000, melBins: 80) }
  }

  @Test func `a reused workspace gives the same features`() throws {
    let front = try LogMel(sampleRate: 16_000, melBins: 80)
    let workspace = LogMelWorkspace(for: front, kernels: ISA.best.kernels)
    let (first, second) = (noise(30_000, "first"), noise(2_000, "second"))
    var features = [Float](repeating: 0, count: front.frames(samples: 30_000) * 80)
    for samples in [first, second] {
      try samples.withUnsafeBufferPointer { try front.compute($0, into: &features, workspace) }
    }
    let expected = try compute(second, front, .best)
    #expect(Array(features.prefix(expected.count)) == expected)
  }
}
