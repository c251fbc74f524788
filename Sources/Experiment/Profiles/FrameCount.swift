/// The number of feature frames of an utterance. `hop` is the distance between two frames in samples.
package enum FeatureFrames: String, CaseIterable, Sendable {
  /// ⌊(samples + hop/2) / hop⌋: Lhotse, and Kaldi with `snip-edges=false`.
  case rounded
  /// 1 + ⌊(samples − window) / hop⌋ with a window of 25 ms: Kaldi with `snip-edges=true`.
  case snipEdges = "snip-edges"
  /// 1 + ⌊samples / hop⌋: `torch.stft` with `center=True`.
  case centered
  /// ⌊samples / hop⌋: NeMo's `FilterbankFeatures.get_seq_len`.
  case floor
  /// The samples themselves, for models that read the waveform.
  case samples

  /// - Parameters:
  ///   - samples: 0 or more, at `sampleRate` Hz.
  ///   - frameShift: in seconds.
  package func count(samples: Int, sampleRate: Int, frameShift: Double) -> Int {
    let hop = max(1, Int((frameShift * Double(sampleRate)).rounded()))
    let window = Int((Self.window * Double(sampleRate)).rounded())
    return switch self {
    case .rounded: (samples + hop / 2) / hop
    case .snipEdges: samples < window ? 0 : 1 + (samples - window) / hop
    case .centered: 1 + samples / hop
    case .floor: samples / hop
    case .samples: samples
    }
  }

  /// The window of Kaldi's features in seconds.
  private static let window = 0.025
}

/// A convolution over time, as far as it changes the number of frames.
package struct Convolution: Hashable, Sendable {
  package let kernel: Int
  package let stride: Int
  /// Frames of padding on each side.
  package let padding: Int

  package init(kernel: Int, stride: Int, padding: Int) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// ⌊(frames + 2·padding − kernel) / stride⌋ + 1, the output length of `torch.nn.Conv1d`; 0 for an
  /// input that is shorter than the kernel.
  package func outputs(_ frames: Int) -> Int {
    let room = frames + 2 * padding - kernel
    return frames < 1 || room < 0 ? 0 : room / stride + 1
  }
}

extension Profile {
  /// The numbers of feature frames and of output frames; nil where the profile does not state how to
  /// compute them.
  package func frames(samples: Int, sampleRate: Int) -> (features: Int?, outputs: Int?) {
    let (samples, rate) = atModelRate(samples, sampleRate)
    let features = featureFrames.value?.count(
      samples: samples, sampleRate: rate, frameShift: frameShift)
    let layers: [Convolution]? =
      if case .none = subsampling { [] } else { subsampling.value }
    guard let features, let layers else { return (features, nil) }
    return (features, layers.reduce(features) { $1.outputs($0) })
  }

  private func atModelRate(_ samples: Int, _ rate: Int) -> (Int, Int) {
    guard let own = sampleRate, own != rate else { return (samples, rate) }
    return (Int((Double(samples) * Double(own) / Double(rate)).rounded()), own)
  }

  /// The nominal number of output frames per second; nil where the profile does not state it.
  package var outputFrameRate: Double? {
    guard let featureFrames = featureFrames.value, let layers = subsampling.value else {
      return nil
    }
    let strides = Double(layers.reduce(1) { $0 * $1.stride })
    guard featureFrames == .samples else { return 1 / (frameShift * strides) }
    return sampleRate.map { Double($0) / strides }
  }
}
