import ArgumentParser
import Files
import Manifests
import Tokenizers
import Transcripts

struct Formats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Lists the formats of manifests, transcripts and tokenizers, and how each is detected.",
    discussion: """
      Other commands detect the format of an input from its content and print it. Their options \
      --format and --transcripts-format take a name from this list instead. --tokenizer takes the \
      file of a tokenizer, whose kind is always detected.

      Examples:
        asr-audit formats
        asr-audit formats --json
      """)

  @Flag(help: "Print the list as JSON.")
  var json = false

  private struct Row: Encodable {
    let kind: String
    let name: String
    let title: String
    let detectedBy: String
  }

  func run() throws {
    let rows =
      ManifestFormat.allCases.map {
        Row(kind: "manifest", name: $0.rawValue, title: $0.title, detectedBy: $0.evidence)
      }
      + TranscriptFormat.allCases.map {
        Row(
          kind: "transcripts", name: $0.rawValue,
          title: $0.title + ($0.writers.map { " (\($0))" } ?? ""), detectedBy: $0.evidence)
      }
      + TokenizerKind.allCases.map {
        Row(kind: "tokens", name: $0.rawValue, title: $0.title, detectedBy: $0.evidence)
      }
    if json {
      print(String(decoding: JSONCoding.encoded(rows, pretty: true), as: UTF8.self))
      return
    }
    for row in rows {
      print("\(row.kind) \(row.name): \(row.title)\n    detected by \(row.detectedBy)")
    }
  }
}
