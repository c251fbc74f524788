import AuditModel
import Files
import Manifests
import Statistics

/// The result of an audit: everything a reader or a gate needs, and nothing that has to be asked
/// of the ledger again. The canaries' own rows stand beside it (`CanaryRow`).
package struct Report: Codable, Hashable, Sendable {
  package static let formatName = "asr-audit report"
  /// Fields are only added within a version.
  package static let formatVersion = 2
  /// `VersionOneKeys` lists what version 1 called differently.
  package static let readableVersions = 1...2

  package var format = Report.formatName
  package var version = Report.formatVersion
  package var tool: String
  package var verdict: VerdictRecord
  package var conditions: Conditions
  /// Why nothing in this report may be called confirmed; empty where it may.
  package var exploratory: [String]
  package var ledger: LedgerRecord
  package var transcripts: TranscriptRecord
  /// Nil where nothing could be computed.
  package var primaryAnalysis: PrimaryAnalysisResult?
  /// Nil where fewer than two tiers were trained, or nothing could be computed.
  package var trend: TrendResult?
  package var speeds: [SpeedResult]
  /// Nil unless losses were given.
  package var whiteBox: WhiteBoxResult?
  /// Nil unless a reference model's transcripts were given.
  package var calibration: CalibrationResult?
  package var decoderCheck: DecoderCheck?
  package var trainingEvidence: TrainingEvidenceRecord
  package var design: Design
  package var gate: [GateLimit]
  /// How a gate judged this report when it was made; nil where none was asked.
  package var gateResult: GateResult?
  /// What this evidence does not show, in full sentences.
  package var limits: [String]

  /// The verdict in words; whoever may not call it confirmed reads so first.
  package var title: String {
    (exploratory.isEmpty ? "" : "Exploratory: ") + verdict.title
  }

  /// Replaces the sentences of a report of an earlier version by those of its verdict's code.
  package mutating func adoptCurrentWording() {
    version = Self.formatVersion
    verdict.title = verdict.code.title
    verdict.explanation = verdict.code.explanation
  }

  package struct VerdictRecord: Codable, Hashable, Sendable {
    package var code: Verdict
    package var row: Int
    package var title: String
    package var explanation: String
  }

  package struct LedgerRecord: Codable, Hashable, Sendable {
    package enum CommitmentState: String, Codable, Sendable { case matches, differs, absent }
    package var root: String
    package var commitment: CommitmentState
    package var seedIsSecret: Bool
    package var corpus: String
    package var format: ManifestFormat
    package var utterances: Int
    package var corpusSeconds: Double
    package var injectedSeconds: Double
    package var share: Double
    package var synthesizer: String
    package var vocabulary: String
    /// False where nothing was known of the recipe's frame rate and tokens.
    package var ctcChecked: Bool
  }

  package struct TranscriptRecord: Codable, Hashable, Sendable {
    package var decision: String
    package var rows: Int
    package var missing: NamedCount
    package var empty: NamedCount
    package var unknown: NamedCount
    package var repeated: NamedCount
    package var policy: MissingPolicy
    /// Name and version, such as basic-1.
    package var normalizer: String
  }

  package struct PrimaryAnalysisResult: Codable, Hashable, Sendable {
    package var alpha: Double
    package var permutations: Int
    package var smallestAttainable: Double
    package var verbatim: StatisticResult
    package var partial: StatisticResult
  }

  package struct StatisticResult: Codable, Hashable, Sendable {
    package var observed: Double
    /// Mean over all deals of the labels: what a model without memory gives.
    package var expected: Double
    package var pValue: Double
    package var holm: Double
    package var rejected: Bool
    /// Every deal was looked at; nil in reports from before this was told.
    package var isExact: Bool?
  }

  package struct SpeedResult: Codable, Hashable, Sendable {
    package var speed: Double
    package var controls: GroupResult
    /// One-sided 95% upper bound of the controls' exact rate.
    package var controlsUpperBound: Double
    package var tiers: [TierResult]
    package var tracers: GroupResult?
    /// The trained canaries and the controls of this speed at natural speed.
    package var naturalSpeedProbes: NaturalSpeedResult?
    /// All trained canaries against the controls by character accuracy; nil where either is missing.
    package var ranking: RankingResult?
    package var discoveries: DiscoveryResult?
    package var privacy: PrivacyResult?
  }

  package struct NaturalSpeedResult: Codable, Hashable, Sendable {
    package var trained: GroupResult
    package var controls: GroupResult
  }

  /// Canaries of one kind, measured four ways.
  package struct GroupResult: Codable, Hashable, Sendable {
    package var exact: Proportion
    package var near: Proportion
    /// Nil where there is no canary.
    package var meanCharacterAccuracy: Double?
    package var meanWordAccuracy: Double?
  }

  package struct TierResult: Codable, Hashable, Sendable {
    package var repetitions: Int
    package var trained: GroupResult
    /// Clopper-Pearson, 95%, of the trained canaries' exact rate.
    package var exactInterval: Interval
    /// Newcombe, 95%, of the gap to the controls.
    package var exactGap: Gap
    package var nearGap: Gap
    package var characterGap: Double?
    /// BCa bootstrap, 95%; nil below two canaries on one side.
    package var characterGapInterval: Interval?
    package var wordGap: Double?
    /// One-sided Fisher test of exact matches against the controls.
    package var fisher: Double
    /// The same by Holm over all tiers and speeds.
    package var fisherHolm: Double
    /// Nil where there is no trained canary or no control.
    package var exposure: ExposureResult?
    /// By character accuracy against the controls.
    package var auc: Double?
    /// The smallest true exact rate that this many canaries would show with a chance of 80% (Fisher at
    /// 0.05, controls never recognised); nil where none would.
    package var smallestDetectable: Double?
  }

  package struct Gap: Codable, Hashable, Sendable {
    /// Nil where there is no canary on one side.
    package var estimate: Double?
    package var interval: Interval
  }

  package struct ExposureResult: Codable, Hashable, Sendable {
    /// Mean over the tier's canaries, in bits, by CER among the controls; ties go to the control.
    package var mean: Double
    /// What a model without memory would give.
    package var nullMean: Double
    package var ceiling: Double
    /// Mean in bits by a skew-normal fitted to the controls, without a ceiling; nil where all controls
    /// score alike.
    package var extrapolated: Double?
    /// How far the controls are from the fit, 0...1.
    package var misfit: Double?
  }

  package struct DecoderCheck: Codable, Hashable, Sendable {
    package var count: Int
    package var wordErrorRate: Double
    package var limit: Double
  }

  package struct TrainingEvidenceRecord: Codable, Hashable, Sendable {
    package var stance: PrimaryAnalysis.TrainingEvidence
    package var isProven: Bool
    package var evidence: String
    /// Tracers against controls, where there are tracers.
    package var tracerPValue: Double?
  }
}

/// One canary in the report.
package struct CanaryRow: Hashable, Sendable {
  package var canary: Canary
  /// Nil where there was no transcript.
  package var score: CanaryScore?
  /// In bits; nil for controls and tracers.
  package var exposure: Double?
  /// p = rank / (controls + 1) by Benjamini-Hochberg over the speed's trained canaries.
  package var adjustedP: Double?
  /// As given; nil without losses.
  package var loss: Double?
  package var referenceLoss: Double?
  /// Character accuracy of the reference model's transcript.
  package var referenceAccuracy: Double?

  package init(canary: Canary, score: CanaryScore?, exposure: Double?) {
    self.canary = canary
    self.score = score
    self.exposure = exposure
  }
}
