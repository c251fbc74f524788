import AuditModel
import Files
import Manifests
import Statistics

/// The result of an audit: everything that a reader or a gate needs without the ledger. The rows of
/// single canaries are separate (`CanaryRow`).
package struct Report: Codable, Hashable, Sendable {
  package static let formatName = "asr-audit report"
  /// Fields are only added within a version. An earlier program refuses fields that it does not know.
  package static let formatVersion = 2
  /// `VersionOneKeys` lists the keys of version 1 that have another name now.
  package static let readableVersions = 1...2

  package var format = Report.formatName
  package var version = Report.formatVersion
  /// The program that wrote the report, with its version.
  package var tool: String
  /// The model and checkpoint in the team's words; nil if none were given.
  package var label: String?
  /// The day of the scoring in UTC; nil if it was left out.
  package var date: CalendarDate?
  package var verdict: VerdictRecord
  package var conditions: Conditions
  /// The ways in which the request departs from the ledger, in sentences; nil unless
  /// `conditions.mismatch`.
  package var mismatches: [String]?
  /// The reasons why this report is exploratory; empty for a confirmatory report.
  package var exploratory: [String]
  /// Whether each figure was declared before training; nil in reports of earlier versions.
  package var figures: [FigureStatus]?
  package var ledger: LedgerRecord
  package var transcripts: TranscriptRecord
  /// Nil if nothing could be computed.
  package var primaryAnalysis: PrimaryAnalysisResult?
  /// The checkpoints that were decided together, of which this report is about the last; nil if only
  /// one was scored.
  package var looks: LooksResult?
  /// The number of looks that the ledger declares; nil if it declares none.
  package var declaredLooks: Int?
  /// Nil without a history of scorings.
  package var history: HistoryResult?
  /// Nil if fewer than two tiers were trained, or nothing could be computed.
  package var trend: TrendResult?
  package var speeds: [SpeedResult]
  /// Nil unless losses were given.
  package var whiteBox: WhiteBoxResult?
  /// Nil unless a reference model's transcripts were given.
  package var calibration: CalibrationResult?
  /// Nil without recombined controls, and if nothing could be computed.
  package var attribution: AttributionResult?
  /// Nil without transcripts of further probes, and if nothing could be computed.
  package var furtherProbes: ProbesResult?
  package var decoderCheck: DecoderCheck?
  /// Nil if no such control was found.
  package var exactControls: ExactControls?
  /// The p-value of the verbatim statistic if a transcript that contains its reference counts as a
  /// match; nil if every such transcript is an exact match.
  @Probability package var containmentPValue: Double? = nil
  /// The p-value of the verbatim statistic if a transcript that repeats its words where its reference
  /// does counts as a match; nil if no transcript does, or if a trained canary is an exact match.
  @Probability package var patternPValue: Double? = nil
  /// The p-value of the hypothesis that trained canaries are not transcribed worse than controls; nil
  /// without canaries and in reports of early versions.
  @Probability package var belowControlsPValue: Double? = nil
  package var trainingEvidence: TrainingEvidenceRecord
  /// Nil unless evidence of what training used was given.
  package var consumption: ConsumptionRecord?
  /// Nil unless a property of the canaries separates trained canaries from controls.
  package var blindBaseline: BlindBaseline?
  /// Nil unless a promised epsilon was given.
  package var promise: PromiseResult?
  package var design: Design
  package var gate: [GateLimit]
  /// The judgements of the gate that was applied when the report was written; nil without a gate.
  package var gateResult: GateResult?
  /// Conclusions that the report does not support, in sentences.
  package var limits: [String]

  /// The verdict in words, after a mark if the report is exploratory, with the result of the
  /// attribution.
  package var title: String {
    (exploratory.isEmpty ? "" : "Exploratory: ") + verdict.title + attributionLabel
      + (isAssumingTraining ? ", assuming that training used the canaries" : "")
  }

  /// True if nothing was detected and nothing shows that training used the canaries, which is assumed.
  package var isAssumingTraining: Bool {
    verdict.code == .notDetected && trainingEvidence.stance == .assumed
      && !trainingEvidence.isProven
  }

  /// True if memorization was detected at an earlier checkpoint than the last.
  package var isDetectedEarlier: Bool {
    looks?.looks.dropLast().contains { $0.verbatim.rejected || $0.partial.rejected } ?? false
  }

  /// The conclusion of the attribution, to follow the title of a detection.
  private var attributionLabel: String {
    guard verdict.code.isDetection, let attribution else { return "" }
    return switch attribution.conclusion {
    case .utterances: ", whole utterances"
    case .words: ", words only"
    case .utterancesAndWords: ", whole utterances and words"
    case .neither: ", whole utterances or words"
    }
  }

  /// True if memorization was detected, and the recombined controls show that the model learnt words
  /// but not that it memorised utterances.
  package var mayBeWordsOnly: Bool {
    verdict.code.isDetection && attribution?.conclusion == .words
  }

  /// This report with the judgements of a gate.
  package func judged(_ result: GateResult) -> Report {
    var report = self
    report.gateResult = result
    return report
  }

  /// The label and the date of the report by their keys, without those that are nil.
  package var origin: [(name: String, value: String)] {
    [("label", label), ("date", date?.description)].compactMap { name, value in
      value.map { (name, $0) }
    }
  }

  /// True if nothing was measured: the request does not match the ledger, or transcripts are
  /// missing.
  package var isUnmeasured: Bool { conditions.mismatch || conditions.missingTranscripts }

  /// Replaces the sentences of the verdict by those of its code: an earlier program may have worded
  /// them differently, and an edited file must not contradict its verdict.
  package mutating func adoptCurrentWording() {
    version = Self.formatVersion
    verdict.row = verdict.code.row
    (verdict.title, verdict.explanation) = conditions.sentences
  }

  package struct VerdictRecord: Codable, Hashable, Sendable {
    package var code: Verdict
    package var row: Int
    package var title: String
    package var explanation: String

    init(_ conditions: Conditions) {
      code = conditions.verdict
      row = code.row
      (title, explanation) = conditions.sentences
    }
  }

  package struct DecoderCheck: Codable, Hashable, Sendable {
    /// The number of check utterances with a transcript.
    package var count: Int
    package var wordErrorRate: Double
    package var limit: Double
    /// The pooled errors; nil in reports of early versions.
    package var wordErrors: ErrorRate?
    /// The check utterances that are exact matches; nil in reports of early versions, as are the
    /// two figures that follow.
    package var exact: Proportion?
    /// The number of exact matches that independent word errors at `wordErrorRate` predict.
    package var predictedExact: Double?
    /// The probability of at most as many exact matches under this prediction.
    @Probability package var exactPValue: Double? = nil
    /// The word that most inexact transcripts add or leave out, in words; nil if they share none.
    package var sharedEdit: String?
  }

  /// Controls that are exact matches although the other controls of their voice and speed are not
  /// recognised.
  package struct ExactControls: Codable, Hashable, Sendable {
    package var probes: NamedCount
    /// The probability of at least as many exact controls under independent word errors.
    @Probability package var pValue: Double
  }

  package struct TrainingEvidenceRecord: Codable, Hashable, Sendable {
    package var stance: PrimaryAnalysis.TrainingEvidence
    /// True if a gate file made the assumption; nil otherwise.
    package var isAssumedByGate: Bool?
    package var isProven: Bool
    package var evidence: String
    /// The largest p-value of tracers against controls after any one tracer was left out; nil without
    /// tracers.
    @Probability package var tracerPValue: Double? = nil
  }
}
