import Injection
import TestSupport
import Testing
import Tokenizers

/// The audio must pass each toolkit's length rule, which is implemented here as in its recipes.
@Suite struct CTCGuardTests {
  /// Texts with many and with no equal neighbouring characters.
  static let texts = [
    "a", "ab", "aaaa", "glass bell boss", "the quick brown fox jumps over seven lazy dogs",
    "mississippi committee bookkeeper",
  ]

  private func needed(_ text: String, _ frameRate: Double, _ sampleRate: Int) throws -> Int {
    let ctc = CTCGuard(frameRate: frameRate, tokens: .characters, maxSeconds: 60)
    return try #require(ctc.framesNeeded(text, sampleRate: sampleRate))
  }

  private func lengths(_ text: String) -> (tokens: Int, repeats: Int) {
    CharacterTokenizer().count(text)!
  }

  @Test(arguments: [12.5, 25, 33.3, 50, 100], [8_000, 16_000, 22_050, 44_100])
  func `every token has a frame, and every repeated token one more`(
    frameRate: Double, sampleRate: Int
  ) throws {
    for text in Self.texts {
      let (tokens, repeats) = lengths(text)
      let seconds = Double(try needed(text, frameRate, sampleRate)) / Double(sampleRate)
      #expect(Int(seconds * frameRate) >= tokens + repeats, "\(text)")
    }
  }

  /// The number of 10 ms frames, as feature extractors count them without padding at the end.
  private func features(_ text: String, _ frameRate: Double) throws -> Int {
    1 + (try needed(text, frameRate, 16_000) - 400) / 160
  }

  @Test(arguments: texts)
  func `icefall's filter keeps the audio at 25 frames per second`(text: String) throws {
    let (tokens, repeats) = lengths(text)
    let frames = ((try features(text, 25) - 7) / 2 + 1) / 2
    // Zipformer's filter asks for two frames to spare; CTC for the repeats.
    #expect(frames - 2 >= tokens)
    #expect(frames >= tokens + repeats)
  }

  @Test(arguments: texts)
  func `ESPnet's and the older icefall's subsampling leave room at 25 frames per second`(
    text: String
  ) throws {
    let (tokens, repeats) = lengths(text)
    let frames = ((try features(text, 25) - 1) / 2 - 1) / 2
    #expect(frames >= tokens + repeats)
  }

  @Test(arguments: texts)
  func `eightfold subsampling leaves room at 12.5 frames per second`(text: String) throws {
    let (tokens, repeats) = lengths(text)
    let frames = (((try features(text, 12.5) - 1) / 2 - 1) / 2 - 1) / 2
    #expect(frames >= tokens + repeats)
  }

  @Test func `a text that does not fit into the longest utterance has no length`() {
    let text = String(repeating: "ab", count: 50)
    let needed = { (seconds: Double) in
      CTCGuard(frameRate: 25, tokens: .characters, maxSeconds: seconds)
        .framesNeeded(text, sampleRate: 16_000)
    }
    #expect(needed(3.9) == nil)
    #expect(needed(5) != nil)
  }

  @Test func `a text that cannot be spelled has no length`() throws {
    let place = try TemporaryDirectory()
    let ctc = CTCGuard(
      frameRate: 25, tokens: try TokenizerFile(place.write("tokens.txt", "a\nb\n")).tokenizer,
      maxSeconds: 20)
    #expect(ctc.framesNeeded("abc", sampleRate: 16_000) == nil)
    #expect(ctc.framesNeeded("ab", sampleRate: 16_000) != nil)
  }
}
