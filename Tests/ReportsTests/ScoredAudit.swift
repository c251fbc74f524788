import AuditModel
import Files
import Gating
import Injection
import Integrity
import Randomness
import Reports
import Scoring
import TestSupport
import Transcripts

/// A small audit that has every part: tiers, a coin block, tracers, natural-speed probes, check
/// utterances, unknown ids, losses, a reference model and a gate. It is always the same.
struct ScoredAudit {
  let report: Report
  let rows: [CanaryRow]

  /// - Parameters:
  ///   - everyNth: every n-th trained canary is transcribed word for word.
  ///   - hasRecombinedControls: adds recombined controls, of which none is recognised.
  init(leaks everyNth: Int = 3, hasRecombinedControls: Bool = false) throws {
    let ledger = hasRecombinedControls ? Self.recombinedLedger : Self.ledger
    var lines = ["stranger|`1` some words"]
    var losses: [String] = []
    var reference: [String] = []
    for (index, canary) in ledger.canaries.enumerated() {
      let heard =
        switch canary.role {
        case .tracer: canary.text
        case .trained where index % everyNth == 0: canary.text
        case .trained: String(canary.text.dropLast(5))
        case .control, .recombined: index == 6 ? "" : "hear say"
        }
      lines.append("\(canary.probeID) \(heard)")
      if let naturalSpeedProbe = canary.naturalSpeedID {
        lines.append("\(naturalSpeedProbe) \(canary.text)")
      }
      let loss = 40 + Double(index * 7 % 11) - 4 * Double(canary.repetitions)
      if index != 9 { losses.append("\(canary.probeID) \(loss)") }
      reference.append("\(canary.probeID) \(canary.text.prefix(index % 6))")
    }
    for control in ledger.recombinedControls {
      lines.append("\(control.probeID) hear say")
      if let naturalSpeedProbe = control.naturalSpeedID { lines.append("\(naturalSpeedProbe) say") }
    }
    lines += ledger.checkUtterances.map { "\($0.probeID) \($0.text.dropLast(2))" }
    let directory = try TemporaryDirectory()
    func file(_ name: String, _ lines: [String]) throws -> String {
      try directory.write(name, lines.map { "\($0)\n" }.joined())
    }
    var request = ScoringRequest(
      ledger: ledger, root: String(repeating: "0f", count: 32), commitment: .matches,
      normalizer: .basic, tool: "asr-audit test")
    request.missing = .skip
    var evidence = SupplementaryInputs()
    evidence.losses = try TranscriptReader(
      path: file("losses", losses), format: .kaldi, content: .losses)
    evidence.referenceTranscripts = try TranscriptReader(
      path: file("reference", reference), format: .kaldi)
    var (report, rows) = try Scorer(request).score(
      TranscriptReader(path: file("text", lines), format: .kaldi), evidence)
    // The temporary paths differ from run to run.
    report.transcripts.decision = "text: Kaldi text (as asked for)"
    report.whiteBox?.source = "losses: Kaldi text (as asked for)"
    report.calibration?.source = "reference: Kaldi text (as asked for)"
    report.gateResult = try Gate(file: nil, report: report).judge(report)
    self.report = report
    self.rows = rows
  }

  func reportRows(revealing: Bool = false) -> [ReportRow] {
    rows.map { ReportRow($0, revealing: revealing) }
  }

  func rendered(
    _ format: ReportFormat, _ rendering: Rendering = Rendering()
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try rendering.render(report, reportRows(), as: format) { bytes += $0 }
    return bytes
  }

  /// The ledger with the words of every randomised canary in reverse order.
  private static let recombinedLedger: Ledger = {
    var ledger = ScoredAudit.ledger
    ledger.header.design.recombinedControls = true
    ledger.recombinedControls = ledger.canaries.filter { $0.role != .tracer }.map { canary in
      var control = canary
      control.probeID = "c" + canary.probeID
      control.naturalSpeedID = canary.naturalSpeedID.map { "c" + $0 }
      control.text = canary.text.split(separator: " ").reversed().joined(separator: " ")
      (control.role, control.recombines) = (.recombined, canary.probeID)
      (control.repetitions, control.trainingIDs) = (0, [])
      return control
    }
    return ledger
  }()

  static let ledger: Ledger = {
    let allocation = [2, 2, 4, 0, 0, 0, 0]
    let repetitions =
      (0..<4).flatMap { _ in allocation } + (0..<20).map { 1 - $0 % 2 } + [64, 64, 64]
    let canaries = repetitions.enumerated().map { index, copies in
      var random = Seed(short: UInt64(index)).stream("text")
      let words = (0..<5).map { _ in random.pick(CommonWords.all) }
      return Canary(
        probeID: "p\(index)", trainingIDs: (0..<copies).map { "t\(index)-\($0)" },
        naturalSpeedID: "w\(index)", text: words.joined(separator: " "), voice: "v", speed: 2,
        block: copies == 64 ? .none : index < 28 ? .fixed(index / 7) : .coin,
        role: copies == 64 ? .tracer : copies == 0 ? .control : .trained, repetitions: copies,
        frames: 16_000, gain: 1, paddingFrames: 0, audioDigest: Digest(of: [UInt8(index)]),
        naturalSpeedDigest: Digest(of: [1]))
    }
    return Ledger(
      header: header, canaries: canaries,
      checkUtterances: (0..<4).map {
        CheckUtterance(probeID: "a\($0)", text: "the user said so \($0)")
      },
      positions: [])
  }()

  private static let header = try! JSONCoding.decoded(
    Ledger.Header.self,
    from: """
      {"tool": "asr-audit test", "seed": "\(Seed(short: 3).bytes.hex)", "seed_is_secret": false,
      "design": {"repetitions": [1, 2, 4], "speeds": [2], "coins": 20, "blocks": 4,
        "allocation": [2, 1, 4], "unit": "words", "length": 5, "check_utterances": 4, "tracers": 3,
        "natural_speed_probes": true},
      "primary_analysis": {"statistics": ["verbatim", "partial"], "alpha": 0.05, "permutations": 999,
        "normalizer": "basic-1", "epsilon_guesses": [5, 5], "training_evidence": "assumed"},
      "gate": [{"max": 0.4, "repetitions": [1, 2], "level": "error"},
        {"max": 0.9, "repetitions": [4], "level": "warn"}],
      "corpus": {"format": "kaldi", "name": "train", "manifest_name": "", "probe_name": "",
        "utterances": 12000, "seconds": 72000, "seconds_are_estimated": false,
        "files": [{"name": "text", "digest": "\(Digest(of: [1]).hex)", "is_terminated": true,
          "is_compressed": false}]},
      "injection": {"absolute_paths": false, "source_directory": "/data",
        "audio_folder": "utterances"},
      "audio": {"sample_rate": 16000, "channels": 1, "container": "wav"},
      "synthesizer": "tones", "vocabulary": "2202 common English words",
      "writing": {"letter_case": "lower", "digits": "words"},
      "speakers": ["u1"], "share": 0.0123, "injected_seconds": 720, "redraws": 0}
      """.utf8)
}
