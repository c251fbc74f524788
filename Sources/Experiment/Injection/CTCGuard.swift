import Tokenizers

/// The length rule of CTC (Graves et al. 2006): an output needs one frame for every token and one
/// more between two equal tokens. A target that does not fit gives an infinite loss or, in most
/// recipes, silently a zero gradient: such a canary would count as not memorised.
package struct CTCGuard: Sendable {
  /// Output frames of the model per second: 25 after fourfold subsampling, 12.5 after eightfold.
  package let frameRate: Double
  package let tokens: any Tokenizer
  /// The longest utterance that the recipe keeps, in seconds.
  package let maxSeconds: Double

  /// Convolutions without padding shorten the input by up to two output frames, and icefall's filter
  /// requires two more.
  private static let edgeFrames = 4
  /// The most characters per second that the recipe keeps; nil without such a limit.
  package var maxCharactersPerSecond: Double?
  /// The most tokens per 10 ms of audio that the recipe keeps; nil without such a limit.
  package var maxTokensPerFrame: Double?

  package init(frameRate: Double, tokens: any Tokenizer, maxSeconds: Double) {
    precondition(frameRate > 0, "the frame rate must be positive")
    self.frameRate = frameRate
    self.tokens = tokens
    self.maxSeconds = maxSeconds
  }

  /// Returns the audio frames that `text` needs; nil if that is more than the recipe keeps.
  package func framesNeeded(_ text: String, sampleRate: Int) -> Int? {
    guard let (count, repeats) = tokens.count(text) else { return nil }
    let outputs = Double(count + repeats + Self.edgeFrames)
    let seconds = max(
      outputs / frameRate,
      maxCharactersPerSecond.map { Double(text.unicodeScalars.count) / $0 } ?? 0,
      maxTokensPerFrame.map { Double(count) / $0 / 100 } ?? 0)
    guard seconds <= maxSeconds else { return nil }
    return Int((seconds * Double(sampleRate)).rounded(.up))
  }
}
