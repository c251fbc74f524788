import Files
import Manifests
import TestSupport
import Testing

/// A survey of a whole file of JSON Lines is parsed on all cores. A survey with a limit is not, and is its
/// slow twin.
@Suite struct ParsedLinesTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// About 2 MB, so that several buffers are filled.
  private static func lines(_ count: Int) -> [String] {
    (0..<count).map { number in
      let text = String(repeating: "word\(number % 97) ", count: number % 13)
      return number % 500 == 3
        ? ""
        : #"{"audio_filepath": "a/\#(number).wav", "duration": \#(Double(number % 89) / 7 + 0.1), "#
          + #""text": "\#(text)ü", "lang": "\#(["en", "de"][number % 2])", "extra": \#(number % 3)}"#
    }
  }

  private func survey(
    _ path: String, limit: Int?
  ) -> (outcome: Result<CorpusTraits, Problem>, seen: [String]) {
    var seen: [String] = []
    do throws(Problem) {
      let traits = try ManifestFormat.nemo.open(path).survey(limit: limit) { utterance in
        seen.append(
          "\(utterance.line) \(utterance.name) \(utterance.seconds ?? -1) \(utterance.text.count)")
      }
      return (.success(traits), seen)
    } catch {
      return (.failure(error), seen)
    }
  }

  @Test(arguments: ["\n", ""])
  func `a survey on all cores equals one record after the other`(end: String) throws {
    let content = Self.lines(20_000).joined(separator: "\n") + end
    let path = try directory.write("train.json", content)
    let (fast, slow) = (survey(path, limit: nil), survey(path, limit: .max))
    // Without the values, which are a megabyte.
    let areEqual = fast.seen == slow.seen
    #expect(areEqual && fast.seen.count > 19_000)
    let (one, other) = (try fast.outcome.get(), try slow.outcome.get())
    #expect(one.utterances == other.utterances && one.lines == other.lines)
    #expect(one.statedSeconds == other.statedSeconds)
    #expect(one.languages == other.languages && one.warnings == other.warnings)
    #expect(one.files == other.files)
    #expect(one.files[0].isTerminated == !end.isEmpty)
  }

  /// Errors on the first, a middle and the last line, of the syntax, the encoding and a field.
  @Test(arguments: [0, 11_111, 19_999], ["{", "{\"duration\": 1}", "{\r}", "nothing"])
  func `the first error is that of one record after the other`(place: Int, wrong: String) throws {
    var lines = Self.lines(20_000)
    lines[place] = wrong
    if place + 900 < lines.count { lines[place + 900] = "another error" }
    let content = lines.joined(separator: "\n") + "\n"
    let path = try directory.write("train.json", content)
    let (fast, slow) = (survey(path, limit: nil), survey(path, limit: .max))
    let areEqual = fast.seen == slow.seen
    #expect(areEqual)
    guard case .failure(let one) = fast.outcome, case .failure(let other) = slow.outcome else {
      Issue.record("no error")
      return
    }
    #expect(one.description == other.description && one.line == place + 1)
  }
}
