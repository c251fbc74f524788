import ArgumentParser
import Files
import Manifests
import Transcripts

struct Formats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the formats of manifests and transcripts, and what each is told by.",
    discussion: """
      Example:
        asr-audit formats --json
      """)

  @Flag(help: "Print the list as JSON.")
  var json = false

  private struct Row: Encodable {
    let kind: String
    let name: String
    let title: String
    let toldBy: String
  }

  func run() throws {
    let rows =
      ManifestFormat.allCases.map {
        Row(kind: "manifest", name: $0.rawValue, title: $0.title, toldBy: $0.evidence)
      }
      + TranscriptFormat.allCases.map {
        Row(kind: "transcripts", name: $0.rawValue, title: $0.title, toldBy: $0.evidence)
      }
    if json {
      print(String(decoding: JSONCoding.encoded(rows, pretty: true), as: UTF8.self))
      return
    }
    for row in rows {
      print("\(row.kind) \(row.name): \(row.title)\n    told by \(row.toldBy)")
    }
  }
}
