import Profiles
import Tokenizers

/// The training recipe that canaries are made for.
package struct TargetRecipe: Sendable {
  package let profile: Profile
  /// The recipe's tokenizer; nil if it is unknown.
  package let tokens: (any Tokenizer)?
  /// The number of epochs; nil if it is unknown.
  package let epochs: Int?

  package init(profile: Profile, tokens: (any Tokenizer)?, epochs: Int? = nil) {
    self.profile = profile
    self.tokens = tokens
    self.epochs = epochs ?? profile.epochs.value
  }
}

/// The rule for the shortest and the longest audio of a canary: that of CTC, or all rules of a
/// profile.
struct LengthRule: Sendable {
  /// The longest utterance that the recipe keeps, in seconds.
  let maxSeconds: Double
  private let needed: @Sendable (_ text: String, _ sampleRate: Int) -> Int?

  init(_ ctc: CTCGuard) {
    maxSeconds = ctc.maxSeconds
    needed = { ctc.framesNeeded($0, sampleRate: $1) }
  }

  init(_ recipe: TargetRecipe) {
    maxSeconds = recipe.profile.longestSeconds
    needed = { text, sampleRate in
      let facts = UtteranceFacts(
        text: text, samples: 0, sampleRate: sampleRate,
        tokens: recipe.tokens.map { TokenLength(text, $0) } ?? TokenLength(boundsOf: text))
      return recipe.profile.samplesNeeded(facts)
    }
  }

  /// Returns the audio frames (samples per channel) that `text` needs; nil if that is more than the
  /// recipe keeps.
  func framesNeeded(_ text: String, sampleRate: Int) -> Int? { needed(text, sampleRate) }
}

extension TokenLength {
  /// The length of a text in the tokens of a known tokenizer; its bounds if the tokenizer's counts are
  /// estimates.
  package init(_ text: String, _ tokens: any Tokenizer) {
    guard let (count, repeats) = tokens.count(text) else {
      self = .unspellable
      return
    }
    self = tokens.isExact ? .exact(tokens: count, repeats: repeats) : TokenLength(boundsOf: text)
  }
}

extension InjectionRequest {
  /// The rule for the length of canaries; nil if no recipe is known. A profile includes the rule of
  /// CTC.
  var lengthRule: LengthRule? { recipe.map(LengthRule.init) ?? ctc.map(LengthRule.init) }

  /// The tokenizer of the recipe; characters if it is unknown.
  var tokens: any Tokenizer { knownTokens ?? CharacterTokenizer() }

  /// The tokenizer of the recipe; nil if it is unknown.
  var knownTokens: (any Tokenizer)? { recipe?.tokens ?? ctc?.tokens }
}
