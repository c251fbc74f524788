import AuditModel
import Files
import Preflight
import Profiles

/// The results of the parts of a check.
struct CheckResult {
  var survival: SurvivalCheck?
  /// The tokenizer in words; nil if it is unknown.
  var tokens: String?
  var manifest: Manifest?
  var audio: AudioCheck?
  var consumption: Consumption?

  /// The entries of canaries in the training manifest.
  struct Manifest {
    let entries: ManifestEntries
    let copies: Int
    let missing: Int

    init(_ entries: ManifestEntries, _ ledger: Ledger) {
      self.entries = entries
      copies = ledger.trainingIDs.count
      missing = entries.missingCopies(of: ledger)
    }
  }

  /// The reasons why the check fails, in sentences without a full stop.
  private var failures: [String] {
    var failures: [String] = []
    if let survival {
      let dropped = survival.count(.dropped)
      if dropped > 0 {
        failures.append("\(dropped) of \(survival.rows.count) canaries would not be trained on")
      }
      for rule in survival.unequal {
        failures.append("'\(rule.rule.rawValue)' hits trained canaries and controls unequally")
      }
    }
    if let manifest {
      if manifest.missing > 0 {
        failures.append("\(manifest.missing) of \(manifest.copies) copies are not in the manifest")
      }
      let changed =
        manifest.entries.changedTexts.count + manifest.entries.changedDurations.count
      let leaked = Set(manifest.entries.leakedControls.map(\.probe)).count
      if leaked > 0 {
        failures.append(
          "\(counted(leaked, "control is", "controls are")) in the manifest, so training would learn "
            + (leaked == 1 ? "it" : "them"))
      }
      if changed > 0 { failures.append("\(changed) entries have another text or duration") }
    }
    if let audio {
      let fatal = audio.findings.filter(\.isFatal)
      if !fatal.isEmpty {
        failures.append("\(counted(fatal.count, "audio file is", "audio files are")) faulty")
      }
    }
    return failures
  }

  /// Ends the command with the status of the result.
  func finish() throws {
    let failures = failures
    guard failures.isEmpty else {
      throw Problem(.preflight, listed(failures), hint: hint)
    }
    if let survival, survival.count(.survives) < survival.rows.count {
      throw ExitStatus.inconclusive
    }
    if let consumption, !consumption.isComplete { throw ExitStatus.inconclusive }
  }

  private var hint: Hint? {
    if let manifest, manifest.copies > 0, manifest.missing == manifest.copies {
      return
        "is \(manifest.entries.path) the original manifest? Training reads the one in the audit's "
        + "folder train"
    }
    guard let survival, survival.count(.dropped) > 0 else { return nil }
    return
      "asr-audit inject --profile \(survival.profile.name) pads the canaries so that they survive"
  }
}
