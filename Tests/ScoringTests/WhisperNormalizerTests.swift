import Foundation
import Scoring
import TestSupport
import Testing

@Suite struct WhisperNormalizerTests {
  /// Texts and what the Python package returns for them; Scripts/whisper-reference writes them.
  @Test func `results are those of the Python package, without spaces at the ends`() throws {
    let url = URL(fileURLWithPath: "\(packageRoot)/Fixtures/whisper-normalizer/english.json")
    let cases = try JSONDecoder().decode([[String]].self, from: Data(contentsOf: url))
    #expect(cases.count > 3_000)
    for pair in cases {
      let expected = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: " "))
      let result = Normalizer.whisperEnglish(pair[0])
      // Scalars, because Swift's strings are equal if their normal forms are.
      #expect(
        Array(result.unicodeScalars) == Array(expected.unicodeScalars),
        "\(pair[0].debugDescription) gave \(result.debugDescription), not \(expected.debugDescription)"
      )
    }
  }

  @Test(arguments: [
    (
      "Mr. O'Neill won't pay twenty-five dollars, um, today.",
      "mister 0 neill will not pay $25 today"
    ),
    ("The colour of the café [laughs] (really)", "the color of the cafe"),
    ("archaeology", "archaeology"),
    ("٣.٥ million", "3 5000000"),
    ("", ""), ("  ", ""), ("abc%", "abc"),
  ])
  func `whisper normalisation of an example`(text: String, expected: String) {
    #expect(Normalizer.whisperEnglish(text) == expected)
  }

  @Test func `numbers of any length are multiplied without overflow`() {
    let digits = String(repeating: "9", count: 60)
    #expect(
      Normalizer.whisperEnglish("\(digits).5 decillion") == digits + "5"
        + String(repeating: "0", count: 32))
    #expect(
      Normalizer.whisperEnglish("five hundred decillion million") == "5"
        + String(repeating: "0", count: 35))
  }
}
