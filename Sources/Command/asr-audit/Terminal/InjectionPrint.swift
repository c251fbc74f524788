import AuditModel
import Files
import Injection
import Preflight
import Profiles

/// The output of `inject`: the injected canaries.
struct InjectionPrint {
  private let summary: InjectionSummary
  /// The prediction with the recipe's profile; nil without one.
  private let survival: SurvivalCheck?
  private var header: Ledger.Header { summary.ledger.header }

  init(_ summary: InjectionSummary, _ survival: SurvivalCheck? = nil) {
    self.summary = summary
    self.survival = survival
  }

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
    let profile: String?
    /// The canaries and controls that survive the recipe, of all.
    let survive: Int?
  }

  var warnings: [String] {
    var warnings = shareWarning(header.share).map { [$0] } ?? []
    guard let survival else { return warnings }
    let doubtful = survival.rows.count - survival.count(.survives)
    if doubtful > 0 {
      let reason = survival.rows.lazy.compactMap(\.survival.reason).first?.sentence ?? ""
      warnings.append(
        "\(doubtful) of \(survival.rows.count) canaries and controls do not certainly survive the "
          + "recipe (\(reason)); asr-audit check --profile lists them")
    }
    return warnings
  }

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
        injectedMinutes: header.injectedSeconds / 60, profile: survival?.profile.name,
        survive: survival?.count(.survives))
      return String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self)
    }
    let training = header.corpus.trainingManifest(in: "\(summary.output)/train")
    let archives = header.corpus.trainingArchives(in: "\(summary.output)/train")
    let probe = header.corpus.probeName
    let out = summary.output
    return """
      \(table.text)

      added     \(copies) lines, \(duration(header.injectedSeconds)), \(percent(header.share)) of all \
      training audio\(profileLines)
      probes    \(probes) audio files to transcribe after training
      \(header.design.hasShuffledTexts ? "texts     shuffled: no sound says the text of its canary\n" : "")\
      root      \(summary.root.hex)

      train on        \(training)\(archives.map { "\n      with            \($0)" } ?? "")
      then transcribe \(out)/probe\(probe.isEmpty ? "" : "/" + probe)
      keep secret     \(out)/ledger.json
      publish         \(out)/commitment.json
      and score       asr-audit score --ledger \(out)/ledger.json --transcripts … --output report
      """
  }

  /// The choices that were made for the recipe, with their reasons.
  private var profileLines: String {
    guard let survival else { return "" }
    let canaries = summary.ledger.probes
    let padded = canaries.filter { $0.paddingFrames > 0 }
    let rate = Double(header.audio.sampleRate)
    let mean =
      padded.isEmpty
      ? 0 : padded.reduce(0) { $0 + Double($1.paddingFrames) } / rate / Double(padded.count)
    let shortest = canaries.map(\.frames).min().map { Double($0) / rate } ?? 0
    let design = header.design
    let speeds = listed(design.speeds.map { "\(trimmed($0))x" })
    let copies = survival.profile.factors.filter { $0 != 1 }.map(speedText)
    let padding =
      padded.isEmpty
      ? "no probe is padded"
      : "\(padded.count) of \(canaries.count) probes are padded by \(rounded(mean, places: 2)) s on "
        + "average, to at least \(rounded(shortest, places: 2)) s, so that the recipe keeps them"
        + (copies.isEmpty ? "" : " and their \(listed(copies)) copies")
    return """

      profile   \(legible(survival.profile.name)): \(survival.count(.survives)) of \
      \(survival.rows.count) canaries and controls survive
      chosen    \(design.length) \(design.unit.rawValue) at \(speeds); \(padding)
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
