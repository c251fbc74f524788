import AuditModel
import Files
import Preflight
import Profiles

/// The result of `check` as JSON.
struct CheckDocument: Encodable {
  private struct Summary: Encodable {
    let profile: String
    let tokenizer: String?
    let survives: Int
    let dropped: Int
    let atRisk: Int
    let unknown: Int
    let unequalRules: [Unequal]
    let notes: [String]
  }

  private struct Unequal: Encodable {
    let rule: String
    let trainedHits: Int
    let trained: Int
    let controlHits: Int
    let controls: Int
    let pValue: Double
  }

  private struct Row: Encodable {
    let probe: String
    let role: String
    let repetitions: Int
    let seconds: Double
    let fewestTokens: Int?
    let mostTokens: Int?
    let outcome: Survival.Outcome
    let rule: String?
    let reason: String?
    let source: String?
    let copiesPerEpoch: Int
    let presentations: Int?
  }

  private struct Manifest: Encodable {
    let path: String
    let utterances: Int
    let copies: Int
    let missingCopies: Int
    let changedTexts: [String]
    let changedDurations: [String]
    let leakedControls: [ConsumptionEvidence.LeakedControl]
  }

  private struct Audio: Encodable {
    let canaryFiles: Int
    let corpusFiles: Int
    let skipped: Int
    let faults: [Fault]
  }

  private struct Fault: Encodable {
    let id: String
    let path: String
    let fault: AudioCheck.Fault
    let detail: String
    let isCanary: Bool
  }

  private let survival: Summary?
  private let canaries: [Row]?
  private let manifest: Manifest?
  private let audio: Audio?
  private let consumption: ConsumptionEvidence?

  init(_ result: CheckResult) {
    survival = result.survival.map { check in
      Summary(
        profile: check.profile.name, tokenizer: result.tokens, survives: check.count(.survives),
        dropped: check.count(.dropped), atRisk: check.count(.atRisk),
        unknown: check.count(.unknown),
        unequalRules: check.unequal.map {
          Unequal(
            rule: $0.rule.rawValue, trainedHits: $0.trained.hits, trained: $0.trained.of,
            controlHits: $0.controls.hits, controls: $0.controls.of, pValue: $0.pValue)
        }, notes: check.profile.notes)
    }
    canaries = result.survival?.rows.map { row in
      let reason = row.survival.reason
      return Row(
        probe: row.canary.probeID, role: row.canary.role.rawValue,
        repetitions: row.canary.repetitions, seconds: row.seconds,
        fewestTokens: row.tokens.tokens?.lowerBound, mostTokens: row.tokens.tokens?.upperBound,
        outcome: row.survival.outcome, rule: reason?.rule.rawValue, reason: reason?.sentence,
        source: reason?.source, copiesPerEpoch: row.exposure.copiesPerEpoch,
        presentations: row.exposure.presentations(repetitions: row.canary.repetitions))
    }
    manifest = result.manifest.map {
      Manifest(
        path: $0.entries.path, utterances: $0.entries.utterances, copies: $0.copies,
        missingCopies: $0.missing, changedTexts: $0.entries.changedTexts,
        changedDurations: $0.entries.changedDurations,
        leakedControls: $0.entries.leakedControls)
    }
    consumption = result.consumption?.evidence
    audio = result.audio.map { check in
      Audio(
        canaryFiles: check.canaryFiles, corpusFiles: check.corpusFiles, skipped: check.skipped,
        faults: check.findings.map {
          Fault(
            id: $0.id, path: $0.path, fault: $0.fault, detail: $0.detail, isCanary: $0.isCanary)
        })
    }
  }
}
