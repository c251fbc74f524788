import Demonstration
import Randomness
import TestSupport
import Testing

@Suite struct SpeechQualityTests {
  private func quality(_ pairs: [(String, String)]) throws -> SpeechQuality {
    let place = try TemporaryDirectory()
    let lines = pairs.map { "{\"text\":\"\($0.0)\",\"pred_text\":\"\($0.1)\"}\n" }
    return try SpeechQuality(
      place.write("dev.json", lines.joined()), seed: Seed(short: 1))
  }

  @Test func `errors of all utterances over all of their text`() throws {
    let quality = try quality([("a cat sat", "a cat sat"), ("one two", "one"), ("ab", "abc")])
    #expect(quality.words.edits == 2)
    #expect(quality.words.referenceLength == 6)
    #expect(quality.characters.edits == 5)
    #expect(quality.characters.referenceLength == 18)
    #expect(quality.characterInterval.contains(5.0 / 18))
    #expect(quality.characterInterval.lower < quality.characterInterval.upper)
  }

  @Test func `without an error there is no spread`() throws {
    let quality = try quality([("a b", "a b"), ("c", "c")])
    #expect(quality.characterInterval.lower == 0)
    #expect(quality.characterInterval.upper == 0)
  }

  @Test func `a set without text is refused`() throws {
    #expect(throws: (any Error).self) { try quality([("", "x")]) }
  }
}
