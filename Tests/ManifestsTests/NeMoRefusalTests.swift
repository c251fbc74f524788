import Files
import Manifests
import TestSupport
import Testing

/// Errors for lines that NeMo's loaders would fail on name file, line and field.
@Suite struct NeMoRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let line: String
    var field: String? = nil
    let says: String
    var testDescription: String { line }
  }

  private static let refusals = [
    Refusal(line: #"{"duration": 1}"#, field: "audio_filepath", says: "is missing"),
    Refusal(
      line: #"{"audio_filepath": "", "duration": 1}"#, field: "audio_filepath", says: "empty"),
    Refusal(line: #"{"audio_filepath": "/a"}"#, field: "duration", says: "is missing"),
    Refusal(
      line: #"{"audio_filepath": 3, "duration": 1}"#, field: "audio_filepath",
      says: "expected a string, found a number"),
    Refusal(
      line: #"{"audio_filename": null, "duration": 1}"#, field: "audio_filename",
      says: "expected a string, found null"),
    Refusal(
      line: #"{"audio_filepath": ["/a", "/b"], "duration": 1}"#, field: "audio_filepath",
      says: "expected a string, found an array"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": "1"}"#, field: "duration",
      says: "expected a number, found a string"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": null}"#, field: "duration",
      says: "expected a number, found null"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": NaN}"#, field: "duration",
      says: "expected a number, found 'NaN'"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": 1e999}"#, field: "duration", says: "too large"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": 1e308}"#, field: "duration",
      says: "not a possible duration"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": -0.5}"#, field: "duration",
      says: "not a possible duration"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": 1, "text": 5}"#, field: "text",
      says: "expected a string, found a number"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": 1, "offset": "0"}"#, field: "offset",
      says: "expected a number, found a string"),
    Refusal(
      line: #"{"audio_filepath": "/a", "duration": 1, "tags": [1,]}"#, field: "tags",
      says: "expected a JSON value"),
    Refusal(line: #"{"audio_filepath": "/a", "duration": 1"#, says: "column 39"),
    Refusal(line: #"{"audio_filepath": "/a", "duration": 1} {}"#, says: "expected the end"),
    Refusal(line: #"{"audio_filepath": "/a", "duration": 1},"#, says: "expected the end"),
    Refusal(line: #"[{"audio_filepath": "/a", "duration": 1}]"#, says: "expected an object"),
    Refusal(line: "not JSON", says: "expected an object"),
    Refusal(line: "\u{FEFF}{}", says: "expected an object"),
  ]

  @Test(arguments: refusals)
  func `a line that NeMo cannot read is refused with line and field`(_ refusal: Refusal) throws {
    let good = #"{"audio_filepath": "/a.wav", "duration": 1}"#
    let path = try directory.write("train.json", "\(good)\n\n\(refusal.line)\n\(good)\n")
    let problem = #expect(throws: Problem.self) { try ManifestFormat.nemo.open(path).surveyed() }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == path)
    #expect(problem?.line == 3)
    #expect(problem?.field == refusal.field)
    #expect(problem?.message.contains(refusal.says) == true, "\(problem?.message ?? "")")
    #expect(problem?.hint != nil)
  }

  @Test func `a byte order mark is refused with the command that removes it`() throws {
    let path = try directory.write(
      "train.json", "\u{FEFF}" + #"{"audio_filepath": "/a.wav", "duration": 1}"#)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.nemo.open(path).surveyed() }
    #expect(problem?.message.contains("byte order mark") == true)
    #expect(problem?.file == path && problem?.line == 1)
    #expect(problem?.hint?.contains("sed") == true)
  }

  @Test func `the error for invalid UTF-8 names the line`() throws {
    let good = Array(#"{"audio_filepath": "/a.wav", "duration": 1, "text": "é"}"#.utf8)
    let latin1 =
      Array(#"{"audio_filepath": "/a.wav", "duration": 1, "text": ""#.utf8)
      + [0xE9] + Array("\"}".utf8)
    let path = try directory.write("train.json", good + [0x0A] + latin1 + [0x0A])
    let problem = #expect(throws: Problem.self) { try ManifestFormat.nemo.open(path).surveyed() }
    #expect(problem?.message == "is not UTF-8")
    #expect(problem?.file == path && problem?.line == 2)
  }

  @Test func `a file with only skipped and blank lines is refused`() throws {
    let path = try directory.write(
      "train.json", "\n" + #"{"audio_filepath": "/a", "duration": 1, "_skipme": true}"# + "\n")
    let problem = #expect(throws: Problem.self) { try ManifestFormat.nemo.open(path).surveyed() }
    #expect(problem?.message == "has no utterance")
    #expect(problem?.file == path)
  }
}
