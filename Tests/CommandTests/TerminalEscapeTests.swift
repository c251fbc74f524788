import Foundation
import TestSupport
import Testing

/// Names from files on a terminal, which obeys control characters and reverses text.
struct TerminalEscapeTests {
  private static let names = [
    "\u{1B}]0;owned\u{07}", "\u{1B}[2J", "a\rb", "\u{9B}31m", "x\u{202E}gpj.exe", "\u{2066}y",
    "\u{7F}",
  ]

  private func expectLegible(
    _ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for text in [result.output, result.errors] {
      let found = text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
      }
      #expect(found.isEmpty, "\(text)", sourceLocation: sourceLocation)
    }
    #expect(result.status < 128, sourceLocation: sourceLocation)
  }

  @Test(arguments: names)
  func `ids of transcripts are printed legibly`(_ name: String) throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let row = try JSONEncoder().encode(["id": "\(name) ", "hyp": name])
    let line = String(decoding: row, as: UTF8.self) + "\n"
    let transcripts = try place.write("hyp.json", line)
    let result = try asrAudit([
      "score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output", place("report"),
      "--label", name,
    ])
    #expect(result.status == 2)
    expectLegible(result)
    let shown = try asrAudit(["gate", place("report/report.json")])
    expectLegible(shown)
  }

  @Test(arguments: names)
  func `names in manifests, gate files and paths are printed legibly`(_ name: String) throws {
    let place = try TemporaryDirectory()
    let field = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
    let lines = (1...3).map { number in
      "{\"audio_filepath\": \(field), \"duration\": 9, \"text\": \"a\", \(field): \"\(number)\"}\n"
    }
    let manifest = try place.write("train\(name).json", lines.joined())
    expectLegible(
      try asrAudit(["inject", "--manifest", manifest, "--output", place("out")]))
    let gate = try place.write("gate.yml", "gate:\n  - \(field): {max: 0.1}\n")
    expectLegible(
      try asrAudit(["gate", place("none\(name).json"), "--gate", gate]))
    expectLegible(
      try asrAudit(["inject", "--manifest", manifest, "--output", place("out"), "--gate", gate]))
    expectLegible(try asrAudit(["verify", "--ledger", manifest]))
    expectLegible(try asrAudit(["inject", "--\(name)"]))
  }
}
