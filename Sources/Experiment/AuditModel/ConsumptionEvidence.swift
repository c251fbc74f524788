import Files
import Integrity

/// The evidence that training used the canaries of an audit: `evidence.json`, which `check --seen` writes and
/// `score --evidence` reads.
package struct ConsumptionEvidence: Codable, Hashable, Sendable {
  package static let formatName = "asr-audit evidence"
  package static let formatVersion = 2

  package var format = ConsumptionEvidence.formatName
  package var version = ConsumptionEvidence.formatVersion
  package var tool: String
  /// The Merkle root of the ledger.
  package var root: Digest
  package var sources: [Source]
  /// The trained canaries and the tracers, in the ledger's order.
  package var canaries: [CanaryEvidence]
  /// Controls whose id, text or audio is in what training used.
  package var leakedControls: [LeakedControl]

  package init(
    tool: String, root: Digest, sources: [Source], canaries: [CanaryEvidence],
    leakedControls: [LeakedControl]
  ) {
    self.tool = tool
    self.root = root
    self.sources = sources
    self.canaries = canaries
    self.leakedControls = leakedControls
  }

  /// The stage that a canary is known to have reached, each level including those before it.
  package enum Level: String, CaseIterable, Codable, Comparable, Sendable {
    /// It was planted in the manifest. Nothing that training used names it.
    case planted
    /// A file that training read lists it.
    case inTrainingSet = "in_training_set"
    /// A log shows that the trainer processed it.
    case seen
    /// A log shows that its gradient was not zero.
    case gradient

    package static func < (left: Level, right: Level) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }

  /// The outcome that the recipe's profile predicts for a canary.
  package enum Prediction: String, CaseIterable, Codable, Sendable {
    case survives, dropped, unknown
    case atRisk = "at_risk"
  }

  package struct Source: Codable, Hashable, Sendable {
    package var file: String
    /// The kind of file that it was read as, in words.
    package var kind: String
    package var lines: Int
    /// The lines that name a canary.
    package var matches: Int

    package init(file: String, kind: String, lines: Int, matches: Int) {
      self.file = file
      self.kind = kind
      self.lines = lines
      self.matches = matches
    }
  }

  package struct CanaryEvidence: Codable, Hashable, Sendable {
    package var probe: String
    package var repetitions: Int
    package var level: Level
    /// The copies that training is known to have used, 0...repetitions.
    package var copies: Int
    /// The copies that a log names as excluded.
    package var excluded: Int
    /// The number of times that the trainer processed a copy; nil if no log shows it.
    package var presentations: Int?
    /// The prediction of the recipe's profile; nil without one.
    package var prediction: Prediction?

    package init(
      probe: String, repetitions: Int, level: Level, copies: Int, excluded: Int,
      presentations: Int?, prediction: Prediction?
    ) {
      self.probe = probe
      self.repetitions = repetitions
      self.level = level
      self.copies = copies
      self.excluded = excluded
      self.presentations = presentations
      self.prediction = prediction
    }

    /// The copies that count as consumed: none if training drops the canary although it reads it. If a
    /// rule or the tokenizer is unknown, only a log proves that training did not drop it.
    package var consumedCopies: Int {
      switch prediction {
      case .dropped: 0
      case .unknown: level >= .seen ? copies : 0
      case .survives, .atRisk, nil: copies
      }
    }
  }

  package struct LeakedControl: Codable, Hashable, Sendable {
    /// The part of the control that was found.
    package enum Trace: String, Codable, Sendable { case id, text, audio }

    package var probe: String
    package var file: String
    package var line: Int
    package var trace: Trace

    package init(probe: String, file: String, line: Int, trace: Trace) {
      self.probe = probe
      self.file = file
      self.line = line
      self.trace = trace
    }
  }
}

extension ConsumptionEvidence {
  package var encoded: [UInt8] { JSONCoding.encoded(self, pretty: true) + [0x0A] }

  /// Reads evidence and checks that it belongs to a ledger.
  /// - Parameter root: the root of the ledger.
  package static func read(
    _ path: String, of ledger: Ledger, root: Digest
  ) throws(Problem) -> ConsumptionEvidence {
    let hint: Hint =
      "asr-audit check \(EvidenceSetting.seen) … \(OutputSetting.output) evidence.json writes it"
    let evidence: ConsumptionEvidence
    do throws(Problem) {
      evidence = try JSONCoding.decoded(Self.self, from: readFile(path))
    } catch {
      guard error.file == nil else { throw error }
      throw Problem(
        .badData, "is not evidence of training: \(error.message)", file: path, field: error.field,
        hint: hint)
    }
    guard evidence.format == formatName else {
      throw Problem(.badData, "is not evidence of training", file: path, hint: hint)
    }
    guard evidence.version == formatVersion else {
      throw Problem(
        .badData, "has version \(evidence.version), and this program reads \(formatVersion)",
        file: path, field: "version", hint: hint)
    }
    guard evidence.root == root else {
      throw Problem(
        .badData, "belongs to another ledger: its root differs", file: path, field: "root",
        hint: "run asr-audit check \(EvidenceSetting.seen) … with this ledger")
    }
    let planted = ledger.canaries.filter { $0.repetitions > 0 }
    guard evidence.canaries.map(\.probe) == planted.map(\.probeID),
      zip(evidence.canaries, planted).allSatisfy({ found, canary in
        found.repetitions == canary.repetitions && (0...canary.repetitions).contains(found.copies)
      })
    else {
      throw Problem(
        .badData, "does not list the trained canaries of the ledger", file: path,
        field: "canaries", hint: hint)
    }
    return evidence
  }

  /// The share of the copies of each tier, and of the tracers, that training is known to have used.
  package func consumedShares(_ ledger: Ledger) -> [(tier: Int, isTracer: Bool, share: Double)] {
    let planted = ledger.canaries.filter { $0.repetitions > 0 }
    let groups = Dictionary(grouping: zip(planted, canaries)) { canary, _ in
      Tier(repetitions: canary.repetitions, isTracer: canary.role == .tracer)
    }
    return groups.map { tier, members in
      let consumed = members.reduce(0) { $0 + $1.1.consumedCopies }
      let all = members.reduce(0) { $0 + $1.0.repetitions }
      return (tier.repetitions, tier.isTracer, Double(consumed) / Double(max(1, all)))
    }.sorted { ($0.isTracer ? 1 : 0, $0.tier) < ($1.isTracer ? 1 : 0, $1.tier) }
  }

  private struct Tier: Hashable {
    let repetitions: Int
    let isTracer: Bool
  }

  /// The share of every tier's copies that must be shown for the canaries to count as consumed.
  package static let sufficientShare = 0.95
}
