import AuditModel
import Files
import Reports

/// A canary or a control that the page plays, with its text and its transcripts.
package struct ProbeExample: Hashable, Sendable {
  package var id: String
  package var speed: Double
  /// 0 for a control.
  package var repetitions: Int
  package var text: String
  package var transcripts: [Transcript]
  /// The WAV file.
  package var audio: [UInt8]

  /// The transcript by the model of one variant.
  package struct Transcript: Hashable, Sendable {
    package var variant: DemoVariant
    package var text: String

    package init(variant: DemoVariant, text: String) {
      self.variant = variant
      self.text = text
    }
  }

  package init(
    id: String, speed: Double, repetitions: Int, text: String, transcripts: [Transcript],
    audio: [UInt8]
  ) {
    self.id = id
    self.speed = speed
    self.repetitions = repetitions
    self.text = text
    self.transcripts = transcripts
    self.audio = audio
  }

  /// Returns three examples: for each speed a canary with the most repetitions, and a control at the
  /// lowest speed. Each is the first of its kind in order of ids, so that no example is selected by
  /// its result. Empty if the audio files are not there.
  ///
  /// - Parameters:
  ///   - path: a seed's directory.
  ///   - variants: the variants that the seed ran.
  static func all(in path: String, _ variants: [DemoVariant]) throws(Problem) -> [ProbeExample] {
    let variants = variants.filter { !$0.isNewVoice }
    guard let first = variants.first else { return [] }
    var rows: [ReportRow] = []
    _ = try JSONReport.read("\(path)/\(first.rawValue)/report/report.json") { rows.append($0) }
    var examples: [ProbeExample] = []
    for row in selection(of: rows) {
      let audio = "\(path)/audited/probe/utterances/\(row.id).wav"
      guard fileExists(audio) else { continue }
      examples.append(
        ProbeExample(
          id: row.id, speed: row.speed, repetitions: row.repetitions, text: "", transcripts: [],
          audio: try readFile(audio, limit: 1 << 20)))
    }
    for variant in variants {
      try addTranscripts("\(path)/\(variant.rawValue)/probe.json", variant, to: &examples)
    }
    return examples.filter { !$0.text.isEmpty }
  }

  private static func selection(of rows: [ReportRow]) -> [ReportRow] {
    let rows = rows.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let speeds = Set(rows.map(\.speed)).sorted()
    let trained = speeds.compactMap { speed in
      let own = rows.filter { $0.speed == speed && $0.role == .trained }
      let most = own.map(\.repetitions).max()
      return own.first { $0.repetitions == most }
    }
    let control = rows.first { $0.speed == speeds.first && $0.role == .control }
    return trained.prefix(1) + [control].compactMap { $0 } + trained.dropFirst()
  }

  private static func addTranscripts(
    _ path: String, _ variant: DemoVariant, to examples: inout [ProbeExample]
  ) throws(Problem) {
    let bytes = try readFile(path)
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(Problem) {
        let record = try JSONCoding.decoded(Record.self, from: Array(line))
        let id = stem(of: record.audioFilepath)
        guard let index = examples.firstIndex(where: { $0.id == id }) else { continue }
        examples[index].text = record.text
        examples[index].transcripts.append(Transcript(variant: variant, text: record.predText))
      } catch {
        throw error.located(in: path, line: number + 1)
      }
    }
  }

  private struct Record: Decodable {
    let audioFilepath: String
    let text: String
    let predText: String
  }
}
