import Files

/// The treatment of short and fast utterances by a training recipe: its filters, the length rule of its
/// loss, and its augmentation. Durations are in seconds.
package struct Profile: Sendable {
  package var name = ""
  /// The recipe in words.
  package var title = ""
  package var toolkit = ""
  /// The version or commit of the toolkit that the values were read from.
  package var version = ""
  /// Advice on the order of steps and remarks, in sentences.
  package var notes: [String] = []
  /// The statements as they are written, in the order of the file.
  package var statements: [Statement] = []

  // MARK: - Filters

  package var minDuration = Setting<Double>.unknown
  package var maxDuration = Setting<Double>.unknown
  /// Whether an utterance of exactly the shortest or longest duration is kept.
  package var durationBounds = DurationBounds.inclusive
  package var minTokens = Setting<Int>.unknown
  package var maxTokens = Setting<Int>.unknown
  package var minWords = Setting<Int>.unknown
  package var minCharacters = Setting<Int>.unknown
  package var maxCharacters = Setting<Int>.unknown
  package var minCharactersPerSecond = Setting<Double>.unknown
  package var maxCharactersPerSecond = Setting<Double>.unknown
  package var maxTokensPerSecond = Setting<Double>.unknown
  /// Tokens per 10 ms of audio.
  package var minTokensPerFrame = Setting<Double>.unknown
  package var maxTokensPerFrame = Setting<Double>.unknown
  /// The fewest frames of features.
  package var minFeatureFrames = Setting<Int>.unknown
  /// The fewest frames after subsampling.
  package var minOutputFrames = Setting<Int>.unknown
  /// The output frames that an utterance needs beyond its number of tokens.
  package var minFrameSurplus = Setting<Int>.unknown
  /// The number of utterances with the same text from which on some are removed.
  package var maxEqualTexts = Setting<Int>.unknown
  /// False if the recipe may have filters that the profile does not list.
  package var listsAllFilters = false

  // MARK: - Model

  package var loss = Setting<Loss>.unknown
  /// Whether an infinite CTC loss counts as zero, without a message.
  package var zeroInfinity = Setting<Bool>.unknown
  /// The sample rate of the model in Hz; nil for that of the corpus.
  package var sampleRate: Int?
  package var featureFrames = Setting<FeatureFrames>.unknown
  /// The distance between two frames of features in seconds.
  package var frameShift = 0.01
  package var subsampling = Setting<[Convolution]>.unknown
  /// The tokens that the recipe adds to the tokens of each text.
  package var addedTokens = 0
  /// The most output frames that the CTC loss may not count, although the model has them.
  package var lostOutputFrames = 0

  // MARK: - Augmentation and length

  package var speedFactors = Setting<[Double]>.unknown
  package var speedSelection = SpeedSelection.copies
  package var speedOrder = SpeedOrder.beforeFilters
  package var timeMasks = Setting<TimeMasks>.unknown {
    didSet { fewestVisibleFrames = timeMasks.value?.fewestVisibleFrames }
  }
  /// The frames from which on SpecAugment leaves half of an utterance visible; nil if it never does.
  private(set) var fewestVisibleFrames: Int?
  package var epochs = Setting<Int>.unknown

  package init() {}

  /// A key with its value and its source.
  package struct Statement: Sendable, Encodable {
    package let key: String
    package let value: String
    /// The file of the toolkit; nil if the profile names none.
    package let source: String?
    /// The line in the profile.
    let line: Int?

    private enum CodingKeys: String, CodingKey { case key, value, source }
  }

  package enum DurationBounds: String, CaseIterable, Sendable { case inclusive, exclusive }

  package enum Loss: String, CaseIterable, Sendable {
    case ctc
    /// CTC beside an attention decoder.
    case ctcAttention = "ctc-attention"
    case transducer
    case attention
    /// The lattice-free MMI of Kaldi, which needs an alignment of every utterance.
    case latticeFreeMMI = "lattice-free-mmi"

    package var hasCTC: Bool { self == .ctc || self == .ctcAttention }
  }

  /// The use of the factors of speed perturbation.
  package enum SpeedSelection: String, CaseIterable, Sendable {
    /// Every utterance is trained on at every factor in every epoch.
    case copies
    /// Every utterance is trained on once per epoch, at a random factor.
    case random
  }

  /// Whether filters see the perturbed or the original utterances.
  package enum SpeedOrder: String, CaseIterable, Sendable {
    case beforeFilters = "before-filters"
    case afterFilters = "after-filters"
  }
}

extension Profile {
  /// The factors of the utterances that training sees; 1 alone without speed perturbation.
  package var factors: [Double] { speedFactors.value ?? [1] }

  /// The number of utterances per epoch that training makes of one.
  package var speedCopies: Int { speedSelection == .copies ? factors.count : 1 }
}
