import Foundation
import TestSupport
import Testing

/// `profiles`: the list and single profiles.
struct ProfilesCommandTests {
  private static let names = [
    "embedded", "espnet", "hf-wav2vec2", "hf-whisper", "icefall-zipformer", "kaldi-chain",
    "nemo-conformer", "nemo-fastconformer", "speechbrain", "wenet-aishell", "wenet-librispeech",
  ]

  @Test func `the list names every profile with its toolkit and version`() throws {
    struct Row: Decodable {
      let name: String
      let version: String
    }
    let text = try asrAudit(["profiles"])
    try expectSuccess(text)
    let rows = try JSONDecoder().decode(
      [Row].self, from: Data(asrAudit(["profiles", "list", "--json"]).output.utf8))
    #expect(rows.map(\.name) == Self.names)
    for row in rows { #expect(text.output.contains(row.name) && text.output.contains(row.version)) }
  }

  @Test(arguments: names)
  func `a printed profile is a profile file with the same content`(_ name: String) throws {
    let place = try TemporaryDirectory()
    let shown = try asrAudit(["profiles", "show", name])
    try expectSuccess(shown)
    let file = try place.write("copy.yml", shown.output)
    let again = try asrAudit(["profiles", "show", file])
    #expect(again.output == shown.output)
    let json = try asrAudit(["profiles", "show", name, "--json"])
    #expect(try asrAudit(["profiles", "show", file, "--json"]).output == json.output)
    #expect(json.output.contains("\"source\""))
  }

  @Test func `an unknown profile is refused with the nearest name`() throws {
    expectProblem(
      try asrAudit(["profiles", "show", "nemo-conformr"]), status: 64,
      saying: "there is no profile 'nemo-conformr'", "did you mean 'nemo-conformer'?")
  }

  @Test func `a wrong profile file names its line and key`() throws {
    let place = try TemporaryDirectory()
    let file = try place.write("mine.yml", "name: mine\nmin_duraton: 1\n")
    expectProblem(
      try asrAudit(["profiles", "show", file]), status: 65, saying: "mine.yml:2", "\"min_duraton\"",
      "did you mean 'min_duration'?")
    let range = try place.write("range.yml", "name: mine\nmin_duration: 3\nmax_duration: 2\n")
    expectProblem(
      try asrAudit(["profiles", "show", range]), status: 65, saying: "range.yml:3", "max_duration")
  }
}
