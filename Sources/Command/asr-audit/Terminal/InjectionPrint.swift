import AuditModel
import Files
import Injection
import Speech

/// `--dry-run`: what would be injected, from estimates.
struct DryRunPrint {
  private let request: InjectionRequest
  private let plan: InjectionPlan

  init(_ request: InjectionRequest, _ plan: InjectionPlan) {
    self.request = request
    self.plan = plan
  }

  private struct Document: Encodable {
    let rows: [CountRow]
    let corpusMinutes: Double
    let corpusMinutesAreEstimated: Bool
    let injectedMinutes: Double
    let share: Double
    let sampleRate: Int
    let channels: Int
    let container: String
    let vocabulary: String
    let voices: [String]
    let smallestPossibleP: Double
  }

  func text(asJSON: Bool) -> String {
    let rows = request.design.speeds.flatMap(rows)
    let smallest = DesignCheck.smallestAttainable(
      request.design, voices: request.synthesizer.voices.count,
      permutations: request.primaryAnalysis.permutations)
    let share = plan.share(injected: plan.estimatedInjectedSeconds)
    if asJSON {
      let document = Document(
        rows: rows, corpusMinutes: plan.corpusSeconds / 60,
        corpusMinutesAreEstimated: plan.secondsAreEstimated,
        injectedMinutes: plan.estimatedInjectedSeconds / 60, share: share,
        sampleRate: plan.audio.sampleRate, channels: plan.audio.channels,
        container: plan.audio.container.rawValue, vocabulary: plan.vocabularyName,
        voices: request.synthesizer.voices, smallestPossibleP: smallest)
      return String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self)
    }
    return """
      \(countTable(rows))

      corpus    \(plan.traits.utterances) utterances, \(duration(plan.corpusSeconds))\
      \(plan.secondsAreEstimated ? " (estimated)" : "")
      coins     \(request.design.coins) a speed; their heads and tails are estimates above
      canaries  about \(duration(plan.estimatedInjectedSeconds)) in training, \
      \(percent(share)) of all training audio
      audio     \(describe(plan.audio)) (\(plan.audioEvidence))
      texts     \(request.design.length) \(request.design.unit.rawValue) from \(plan.vocabularyName)
      voices    \(request.synthesizer.description): \(request.synthesizer.voices.joined(separator: ", "))
      primary analysis  smallest possible p-value \(smallest)
      gate      \(request.gate.map(\.summary).joined(separator: "; "))
      \(shareWarning(share).map { "\nwarning: \($0)\n" } ?? "")
      Nothing was written (--dry-run).
      """
  }

  /// Coins count as half heads.
  private func rows(_ speed: Double) -> [CountRow] {
    let design = request.design
    let minutes = (plan.meanCanarySeconds[speed] ?? 0) / 60
    func row(_ role: Canary.Role, _ repetitions: Int, _ canaries: Int) -> CountRow {
      CountRow(
        speed: speed, role: role, repetitions: repetitions, canaries: canaries,
        trainingMinutes: Double(canaries * repetitions) * minutes)
    }
    var rows = design.repetitions.map { tier in
      row(
        .trained, tier,
        design.dealt(to: tier) + (tier == design.coinTier ? design.coins / 2 : 0))
    }
    let controls = design.coins - design.coins / 2 + design.blocks * (design.allocation.last ?? 0)
    rows.append(row(.control, 0, controls))
    if design.tracers > 0 { rows.append(row(.tracer, Design.tracerCopies, design.tracers)) }
    return rows
  }
}

/// What was injected, exactly.
struct ResultPrint {
  private let summary: InjectionSummary
  private var header: Ledger.Header { summary.ledger.header }

  init(_ summary: InjectionSummary) { self.summary = summary }

  private struct Document: Encodable {
    let output: String
    let root: String
    let canaries: Int
    let copies: Int
    let checkUtterances: Int
    let share: Double
    let injectedMinutes: Double
  }

  var warnings: [String] { shareWarning(header.share).map { [$0] } ?? [] }

  func text(asJSON: Bool) -> String {
    let copies = summary.ledger.canaries.reduce(0) { $0 + $1.repetitions }
    if asJSON {
      let document = Document(
        output: summary.output, root: summary.root.hex,
        canaries: summary.ledger.canaries.count, copies: copies,
        checkUtterances: summary.ledger.checkUtterances.count, share: header.share,
        injectedMinutes: header.injectedSeconds / 60)
      return String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self)
    }
    let manifest = header.corpus.manifestName
    let probe = header.corpus.probeName
    let out = summary.output
    return """
      \(countTable(rows))

      canaries  \(copies) copies, \(duration(header.injectedSeconds)), \(percent(header.share)) of all \
      training audio
      root      \(summary.root.hex)

      train on        \(out)/train\(manifest.isEmpty ? "" : "/" + manifest)
      then transcribe \(out)/probe\(probe.isEmpty ? "" : "/" + probe)
      keep secret     \(out)/ledger.json
      publish         \(out)/commitment.json
      and score       asr-audit score --ledger \(out)/ledger.json --transcripts … --output report
      """
  }

  private var rows: [CountRow] {
    header.design.speeds.flatMap { speed in
      let ofSpeed = summary.ledger.canaries.filter { $0.speed == speed }
      func row(_ role: Canary.Role, _ repetitions: Int) -> CountRow {
        let group = ofSpeed.filter { $0.role == role && $0.repetitions == repetitions }
        let frames = group.reduce(0) { $0 + $1.frames * repetitions }
        return CountRow(
          speed: speed, role: role, repetitions: repetitions, canaries: group.count,
          trainingMinutes: Double(frames) / Double(header.audio.sampleRate) / 60)
      }
      var rows = header.design.repetitions.map { row(.trained, $0) }
      rows.append(row(.control, 0))
      if header.design.tracers > 0 { rows.append(row(.tracer, Design.tracerCopies)) }
      return rows
    }
  }
}

/// Canaries of one kind at one speed.
private struct CountRow: Encodable {
  let speed: Double
  let role: String
  let repetitions: Int
  let canaries: Int
  /// Lines in the training manifest.
  let copies: Int
  let trainingMinutes: Double

  init(
    speed: Double, role: Canary.Role, repetitions: Int, canaries: Int, trainingMinutes: Double
  ) {
    self.speed = speed
    self.role = role.rawValue
    self.repetitions = repetitions
    self.canaries = canaries
    copies = canaries * repetitions
    self.trainingMinutes = trainingMinutes
  }
}

private func countTable(_ rows: [CountRow]) -> String {
  textTable(
    ["speed", "role", "copies each", "canaries", "lines", "minutes"],
    rows.map { row in
      [
        "\(trimmed(row.speed))x", row.role, "\(row.repetitions)", "\(row.canaries)",
        "\(row.copies)", trimmed((row.trainingMinutes * 10).rounded() / 10),
      ]
    })
}

private func shareWarning(_ share: Double) -> String? {
  guard share > 0.01 else { return nil }
  return
    "canaries are \(percent(share)) of all training audio; over 1% they may change what is trained"
}

private func describe(_ audio: AudioFormat) -> String {
  let channels = audio.channels == 1 ? "mono" : "\(audio.channels) channels"
  return "\(audio.sampleRate) Hz, \(channels), \(audio.container.rawValue.uppercased()), 16 bits"
}
