import AuditModel
import Files
import Injection

/// The output of `inject`: the injected canaries.
struct InjectionPrint {
  private let summary: InjectionSummary
  private var header: Ledger.Header { summary.ledger.header }

  init(_ summary: InjectionSummary) { self.summary = summary }

  private struct Document: Encodable {
    let output: String
    let root: String
    let canaries: Int
    let recombinedControls: Int
    /// Audio files to transcribe.
    let probes: Int
    let copies: Int
    let checkUtterances: Int
    let share: Double
    let injectedMinutes: Double
  }

  var warnings: [String] { shareWarning(header.share).map { [$0] } ?? [] }

  func text(asJSON: Bool) -> String {
    let ledger = summary.ledger
    let copies = ledger.canaries.reduce(0) { $0 + $1.repetitions }
    let probes =
      ledger.probes.count + ledger.probes.count { $0.naturalSpeedID != nil }
      + ledger.checkUtterances.count
    if asJSON {
      let document = Document(
        output: summary.output, root: summary.root.hex,
        canaries: ledger.canaries.count, recombinedControls: ledger.recombinedControls.count,
        probes: probes, copies: copies, checkUtterances: ledger.checkUtterances.count,
        share: header.share,
        injectedMinutes: header.injectedSeconds / 60)
      return String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self)
    }
    let manifest = header.corpus.manifestName
    let probe = header.corpus.probeName
    let out = summary.output
    return """
      \(table.text)

      added     \(copies) lines, \(duration(header.injectedSeconds)), \(percent(header.share)) of all \
      training audio
      probes    \(probes) audio files to transcribe after training
      root      \(summary.root.hex)

      train on        \(out)/train\(manifest.isEmpty ? "" : "/" + manifest)
      then transcribe \(out)/probe\(probe.isEmpty ? "" : "/" + probe)
      keep secret     \(out)/ledger.json
      publish         \(out)/commitment.json
      and score       asr-audit score --ledger \(out)/ledger.json --transcripts … --output report
      """
  }

  private var table: CanaryTable {
    CanaryTable(header.design) { speed, role, repetitions in
      let group = summary.ledger.probes.filter {
        $0.speed == speed && $0.role == role && $0.repetitions == repetitions
      }
      let frames = group.reduce(0) { $0 + $1.frames * repetitions }
      return CanaryTable.Row(
        speed: speed, role: role, repetitions: repetitions, canaries: group.count,
        trainingMinutes: Double(frames) / Double(header.audio.sampleRate) / 60)
    }
  }
}
