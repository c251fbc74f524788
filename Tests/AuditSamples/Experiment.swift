import AuditModel
import Files
import Injection
import Integrity
import Randomness
import Scoring
import Statistics
import TestSupport
import Transcripts

/// The ledger of a small design and a model's transcripts of its probes.
package struct Experiment {
  package var ledger: Ledger
  /// The transcripts by probe id. A probe that is not here has no line.
  package var heard: [String: String] = [:]
  /// Lines before all others.
  package var extraLines: [String] = []
  package var commitment = Report.LedgerRecord.CommitmentState.matches
  package var normalizer = Normalizer.basic
  package var missing = MissingPolicy.error
  package var removesSharedText = false
  package var label: String?
  package var date: CalendarDate?
  package var evidence: ConsumptionEvidence?
  package var loudness: [String: Double] = [:]
  package var sounds: [String: [Double]] = [:]
  /// The privacy that the training promises for one utterance.
  package var promise: PrivacyGuarantee?
  /// The losses of the audited model and of a reference model, by probe id.
  package var losses: [String: String] = [:]
  package var referenceLosses: [String: String] = [:]
  /// The transcripts of a reference model, by probe id.
  package var referenceHeard: [String: String] = [:]
  /// Further probes and their transcripts by id.
  package var probes: FurtherProbes?
  package var probesHeard: [String: String] = [:]

  /// In each block, the trained canaries of each tier, then the controls; after the blocks, coins
  /// of which every other one is trained, then tracers.
  package init(
    blocks: Int = 4, allocation: [(repetitions: Int, count: Int)] = [(2, 2), (4, 2), (0, 7)],
    coins: Int = 0, tracers: Int = 0, naturalSpeedProbes: Bool = false, checkUtterances: Int = 5,
    recombinedControls: Bool = false,
    trainingEvidence: PrimaryAnalysis.TrainingEvidence = .assumed
  ) {
    var canaries: [Canary] = []
    func add(_ repetitions: Int, _ block: Canary.Block) {
      let index = canaries.count
      canaries.append(
        Canary(
          probeID: "p\(index)", trainingIDs: (0..<repetitions).map { "t\(index)-\($0)" },
          naturalSpeedID: naturalSpeedProbes ? "w\(index)" : nil, text: Self.text(index),
          voice: "v", speed: 2,
          block: block,
          role: block == .none ? .tracer : repetitions == 0 ? .control : .trained,
          repetitions: repetitions, frames: 16_000, gain: 1, paddingFrames: 0,
          audioDigest: Digest(of: [UInt8(index & 255)]),
          naturalSpeedDigest: naturalSpeedProbes ? Digest(of: [1]) : nil))
    }
    for block in 0..<blocks {
      for (repetitions, count) in allocation {
        for _ in 0..<count { add(repetitions, .fixed(block)) }
      }
    }
    for coin in 0..<coins { add(1 - coin % 2, .coin) }
    for _ in 0..<tracers { add(64, .none) }
    var header = Self.header
    header.design.repetitions =
      (coins > 0 ? [1] : []) + allocation.map(\.repetitions).filter { $0 > 0 }
    header.design.coins = coins
    header.design.blocks = blocks
    header.design.allocation = allocation.map(\.count)
    header.design.tracers = tracers
    header.design.naturalSpeedProbes = naturalSpeedProbes
    header.design.recombinedControls = recombinedControls
    header.design.checkUtterances = checkUtterances
    header.primaryAnalysis.trainingEvidence = trainingEvidence
    ledger = Ledger(
      header: header, canaries: canaries,
      recombinedControls: recombinedControls ? Self.recombinedControls(of: canaries) : [],
      checkUtterances: (0..<checkUtterances).map {
        CheckUtterance(probeID: "a\($0)", text: "the user said \($0)")
      },
      positions: [])
    for canary in ledger.probes {
      hear("", at: canary)
      if let naturalSpeedProbe = canary.naturalSpeedID { heard[naturalSpeedProbe] = "" }
    }
    for checkUtterance in ledger.checkUtterances {
      heard[checkUtterance.probeID] = checkUtterance.text
    }
  }

  /// The words of every randomised canary in reverse order.
  private static func recombinedControls(of canaries: [Canary]) -> [Canary] {
    canaries.filter { $0.role != .tracer }.map { canary in
      var control = canary
      control.probeID = "c" + canary.probeID
      control.naturalSpeedID = canary.naturalSpeedID.map { "c" + $0 }
      control.text = canary.text.split(separator: " ").reversed().joined(separator: " ")
      (control.role, control.recombines) = (.recombined, canary.probeID)
      (control.repetitions, control.trainingIDs) = (0, [])
      return control
    }
  }

  /// The recombined control of a canary.
  package func recombination(of canary: Canary) -> Canary {
    ledger.recombinedControls.first { $0.recombines == canary.probeID }!
  }

  /// Five random words.
  package static func text(_ index: Int) -> String {
    var random = Seed(short: UInt64(index)).stream("text")
    return (0..<5).map { _ in random.pick(CommonWords.all) }.joined(separator: " ")
  }

  package func canaries(_ role: Canary.Role, _ repetitions: Int? = nil) -> [Canary] {
    ledger.canaries.filter {
      $0.role == role && (repetitions == nil || $0.repetitions == repetitions)
    }
  }

  package mutating func hear(_ text: String, at canary: Canary) { heard[canary.probeID] = text }

  /// The model writes these canaries out word for word.
  package mutating func leak(_ canaries: some Sequence<Canary>) {
    for canary in canaries { hear(canary.text, at: canary) }
  }

  /// The model writes all but the last two words of these canaries.
  package mutating func leakPartly(_ canaries: some Sequence<Canary>) {
    for canary in canaries {
      hear(canary.text.split(separator: " ").dropLast(2).joined(separator: " "), at: canary)
    }
  }

  package func score() throws -> (report: Report, rows: [CanaryRow]) {
    let directory = try TemporaryDirectory()
    let lines = extraLines + heard.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let path = try directory.write("text", lines.map { "\($0)\n" }.joined())
    var request = ScoringRequest(
      ledger: ledger, root: "00", commitment: commitment, normalizer: normalizer, tool: "test")
    request.missing = missing
    request.evidence = evidence
    request.loudness = loudness
    request.sounds = sounds
    request.promise = promise
    request.removesSharedText = removesSharedText
    request.label = label
    request.date = date
    func reader(
      _ values: [String: String], _ name: String, _ content: TranscriptContent
    ) throws -> TranscriptReader? {
      if values.isEmpty { return nil }
      let lines = values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
      return try TranscriptReader(
        path: directory.write(name, lines.joined()), format: .kaldi, content: content)
    }
    var supplementary = SupplementaryInputs()
    supplementary.losses = try reader(losses, "losses", .losses)
    supplementary.referenceLosses = try reader(referenceLosses, "reference-losses", .losses)
    supplementary.referenceTranscripts = try reader(referenceHeard, "reference-text", .hypotheses)
    if let probes, let transcripts = try reader(probesHeard, "probes-text", .hypotheses) {
      let answers = try ProbeAnswers(probes, transcripts, request)
      supplementary.probes = answers
      let search = SilenceSearch(answers, request)
      supplementary.silence = try search.result(training: nil, background: nil).result
    }
    return try Scorer(request).score(
      TranscriptReader(path: path, format: .kaldi), supplementary)
  }

  private static let header = try! JSONCoding.decoded(
    Ledger.Header.self,
    from: """
      {"tool": "test", "seed": "\(Seed(short: 3).bytes.hex)", "seed_is_secret": true,
      "design": {"repetitions": [2, 4], "speeds": [2], "coins": 0, "blocks": 4,
        "allocation": [2, 2, 7], "unit": "words", "length": 5, "check_utterances": 5, "tracers": 0,
        "natural_speed_probes": false},
      "primary_analysis": {"statistics": ["verbatim", "partial"], "alpha": 0.05, "permutations": 999,
        "normalizer": "basic-1", "epsilon_guesses": [20, 20], "training_evidence": "assumed",
        "partial_weights": ["repetitions", "log", "equal"], "epsilon_fewest_exact": 8},
      "gate": [],
      "corpus": {"format": "nemo", "name": "train.json", "manifest_name": "train.json",
        "probe_name": "probe.json", "utterances": 1200, "seconds": 7200,
        "seconds_are_estimated": false,
        "files": [{"name": "train.json", "digest": "\(Digest(of: [1]).hex)",
          "is_terminated": true, "is_compressed": false}]},
      "injection": {"absolute_paths": false, "source_directory": "/data",
        "audio_folder": "utterances"},
      "audio": {"sample_rate": 16000, "channels": 1, "container": "wav"},
      "synthesizer": "tones", "vocabulary": "words",
      "writing": {"letter_case": "lower", "digits": "words"},
      "ctc": {"frame_rate": 25, "tokens": "characters", "max_seconds": 20},
      "speakers": ["u1"], "share": 0.01, "injected_seconds": 72, "redraws": 0}
      """.utf8)
}
