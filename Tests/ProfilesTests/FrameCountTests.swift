import Profiles
import Testing

/// The formulas for numbers of frames, compared with values that follow from the toolkits' code.
struct FrameCountTests {
  private func outputs(_ name: String, seconds: Double, rate: Int = 16_000) throws -> Int? {
    let profile = try ProfileCatalog.profile(name)
    return profile.frames(samples: Int(seconds * Double(rate)), sampleRate: rate).outputs
  }

  @Test func `Zipformer has ((frames − 7) // 2 + 1) // 2 output frames`() throws {
    for frames in 9...400 {
      let expected = ((frames - 7) / 2 + 1) / 2
      #expect(try outputs("icefall-zipformer", seconds: Double(frames) / 100) == expected)
    }
  }

  @Test
  func `a convolution of kernel 3 and stride 2 without padding has (frames − 1) // 2 outputs`() {
    let layer = Convolution(kernel: 3, stride: 2, padding: 0)
    for frames in 3...200 { #expect(layer.outputs(frames) == (frames - 1) / 2) }
    for frames in 0...2 { #expect(layer.outputs(frames) == 0) }
  }

  /// A slow twin: counts the positions of the kernel on the padded frames.
  private func slowOutputs(_ layer: Convolution, _ frames: Int) -> Int {
    guard frames > 0 else { return 0 }
    var count = 0
    var position = -layer.padding
    while position + layer.kernel <= frames + layer.padding {
      count += 1
      position += layer.stride
    }
    return count
  }

  @Test func `every convolution has as many outputs as its kernel has positions`() {
    for kernel in 1...9 {
      for stride in 1...5 {
        for padding in 0...3 {
          let layer = Convolution(kernel: kernel, stride: stride, padding: padding)
          for frames in 0...40 { #expect(layer.outputs(frames) == slowOutputs(layer, frames)) }
        }
      }
    }
  }

  @Test func `one second has the output frames that the toolkits' documentation states`() throws {
    // formulas: NeMo floor(100 / 4) and floor-wise three times; wav2vec2-base 49 for one second.
    #expect(try outputs("nemo-conformer", seconds: 1) == 25)
    #expect(try outputs("nemo-fastconformer", seconds: 1) == 13)
    #expect(try outputs("icefall-zipformer", seconds: 1) == 23)
    #expect(try outputs("hf-wav2vec2", seconds: 1) == 49)
    #expect(try outputs("wenet-librispeech", seconds: 1) == 23)
    #expect(try outputs("kaldi-chain", seconds: 1) == 33)
  }

  @Test func `the corpus's sample rate does not matter for a model with a rate of its own`() throws
  {
    for name in ["hf-wav2vec2", "nemo-conformer", "espnet"] {
      #expect(
        try outputs(name, seconds: 2, rate: 8_000) == outputs(name, seconds: 2, rate: 16_000))
    }
  }

  @Test func `feature frames follow their formulas`() {
    func count(_ formula: FeatureFrames, _ samples: Int) -> Int {
      formula.count(samples: samples, sampleRate: 16_000, frameShift: 0.01)
    }
    #expect(count(.rounded, 16_079) == 100 && count(.rounded, 16_080) == 101)
    #expect(count(.snipEdges, 399) == 0 && count(.snipEdges, 400) == 1)
    #expect(count(.snipEdges, 16_000) == 98)
    #expect(count(.centered, 16_000) == 101 && count(.centered, 0) == 1)
    #expect(count(.floor, 16_159) == 100 && count(.floor, 16_160) == 101)
    #expect(count(.samples, 16_000) == 16_000)
  }
}
