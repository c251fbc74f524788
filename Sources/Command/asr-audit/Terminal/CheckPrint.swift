import AuditModel
import Files
import Preflight
import Profiles

/// The output of `check`: the summary first, then a table by canary.
struct CheckPrint {
  private let result: CheckResult

  init(_ result: CheckResult) { self.result = result }

  func text(asJSON: Bool) -> String {
    if asJSON {
      return String(
        decoding: JSONCoding.encoded(CheckDocument(result), pretty: true), as: UTF8.self)
    }
    var parts: [String] = []
    if let survival = result.survival { parts.append(summary(survival)) }
    if let manifest = result.manifest { parts.append(summary(manifest)) }
    if let audio = result.audio { parts += summary(audio) }
    if let consumption = result.consumption { parts += summary(consumption) }
    if let survival = result.survival { parts.append(table(survival)) }
    if let consumption = result.consumption { parts.append(table(consumption)) }
    return parts.joined(separator: "\n\n")
  }

  // MARK: - Survival

  private func summary(_ check: SurvivalCheck) -> String {
    let profile = check.profile
    var lines = [
      "profile   \(legible(profile.name)): \(legible(profile.title))",
      "tokenizer "
        + (result.tokens.map(legible) ?? "unknown; tokens are bounded by words and characters"),
      "result    " + counts(check),
    ]
    if let exposure = exposure(check) { lines.append("exposure  \(exposure)") }
    var parts = [lines.joined(separator: "\n")]
    let rules = ruleTable(check)
    if !rules.isEmpty { parts.append(rules) }
    for rule in check.unequal {
      parts.append(
        "ERROR: '\(rule.rule.rawValue)' hits \(rule.trained.hits) of \(rule.trained.of) trained "
          + "canaries and \(rule.controls.hits) of \(rule.controls.of) controls "
          + "(exact test, p \(rule.pValue < 1e-5 ? "< 0.00001" : "= " + rounded(rule.pValue, places: 5))"
          + "). It biases the comparison.")
    }
    parts += profile.notes.map { "note: \(legible($0))" }
    return parts.joined(separator: "\n\n")
  }

  private func counts(_ check: SurvivalCheck) -> String {
    let words: [(Survival.Outcome, String)] = [
      (.survives, "survive"), (.dropped, "dropped"), (.atRisk, "at risk"), (.unknown, "unknown"),
    ]
    return "\(check.rows.count) canaries and controls: "
      + words.map { "\(check.count($0.0)) \($0.1)" }.joined(separator: ", ")
  }

  /// `repetitions × 3 copies per epoch × 30 epochs`, from the surviving canaries.
  private func exposure(_ check: SurvivalCheck) -> String? {
    let copies = Set(
      check.rows.filter { $0.canary.repetitions > 0 }.map(\.exposure.copiesPerEpoch)
    ).sorted()
    guard let last = copies.last, last > 0, let row = check.rows.first else { return nil }
    let range = copies.count == 1 ? "\(last)" : "\(copies[0]) to \(last)"
    let epochs = row.exposure.epochs.map { " × \(counted($0, "epoch", "epochs"))" } ?? ""
    return "repetitions × \(range) \(last == 1 ? "copy" : "copies") per epoch\(epochs)"
      + (row.exposure.epochs == nil ? "; the number of epochs is unknown (--epochs)" : "")
  }

  private func ruleTable(_ check: SurvivalCheck) -> String {
    struct Key: Hashable {
      let rule: SurvivalRule
      let outcome: Survival.Outcome
    }
    let hit = check.rows.filter { $0.survival.reason != nil }
    let groups = Dictionary(grouping: hit) { row in
      Key(rule: row.survival.reason!.rule, outcome: row.survival.outcome)
    }
    let order = SurvivalRule.allCases.flatMap { rule in
      Survival.Outcome.allCases.map { Key(rule: rule, outcome: $0) }
    }
    let rows = order.compactMap { key -> [String]? in
      guard let group = groups[key], let reason = group[0].survival.reason else { return nil }
      func count(_ role: Canary.Role) -> String { "\(group.count { $0.canary.role == role })" }
      return [
        key.rule.rawValue, key.outcome.title, count(.trained), count(.control), count(.tracer),
        legible(reason.sentence) + (reason.source.map { " (\(legible($0)))" } ?? ""),
      ]
    }
    guard !rows.isEmpty else { return "" }
    return textTable(["rule", "effect", "trained", "controls", "tracers", "first reason"], rows)
  }

  private func table(_ check: SurvivalCheck) -> String {
    textTable(
      ["canary", "role", "repetitions", "seconds", "tokens", "outcome", "rule"],
      check.rows.map { row in
        [
          row.canary.probeID, row.canary.role.rawValue, "\(row.canary.repetitions)",
          rounded(row.seconds, places: 2), tokenText(row.tokens), row.survival.outcome.title,
          row.survival.reason.map { "\($0.rule.rawValue): \(legible($0.sentence))" } ?? "",
        ]
      })
  }

  private func tokenText(_ tokens: TokenLength) -> String {
    guard let range = tokens.tokens else { return "–" }
    return range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }

  // MARK: - Manifest and audio

  private func summary(_ manifest: CheckResult.Manifest) -> String {
    let entries = manifest.entries
    var lines = [
      "manifest  \(legible(entries.path)): \(entries.utterances) utterances, "
        + "\(manifest.copies - manifest.missing) of \(manifest.copies) copies of canaries"
    ]
    for (ids, what) in [
      (entries.changedTexts, "have another text"),
      (entries.changedDurations, "state another duration"),
    ] where !ids.isEmpty {
      lines.append("          \(ids.count) entries \(what): \(abbreviatedList(ids))")
    }
    return lines.joined(separator: "\n")
  }

  private func summary(_ audio: AudioCheck) -> [String] {
    var lines = [
      "audio     \(audio.canaryFiles) files of canaries and \(audio.corpusFiles) of your own "
        + "utterances were decoded"
    ]
    if audio.skipped > 0 {
      lines.append("          \(audio.skipped) of your own are not in plain files, so not checked")
    }
    for isCanary in [true, false] {
      for fault in AudioCheck.Fault.allCases {
        let found = audio.findings.filter { $0.isCanary == isCanary && $0.fault == fault }
        guard let first = found.first else { continue }
        lines.append(
          "\(first.isFatal ? "ERROR" : "warning"): "
            + "\(counted(found.count, "file", "files")) of \(isCanary ? "canaries" : "your own") "
            + "\(fault.title): \(legible(abbreviatedList(found.map(\.path), limit: 3))) "
            + "(\(legible(first.detail)))")
      }
    }
    return [lines.joined(separator: "\n")]
  }
}

// MARK: - Consumption

extension CheckPrint {
  private func summary(_ consumption: Consumption) -> [String] {
    let evidence = consumption.evidence
    // The log of the embedded recogniser counts canaries and names none.
    var lines = evidence.sources.map { source in
      "read      \(legible(source.file)): \(source.kind), \(counted(source.lines, "line", "lines")), "
        + (source.kind == Consumption.engineLogKind
          ? "\(source.matches) presentations of canaries"
          : "\(source.matches) name canaries or controls")
    }
    if consumption.comparedSounds > 0 {
      lines.append(
        "compared  \(counted(consumption.comparedSounds, "audio file", "audio files")) with the audio of "
          + "controls")
    }
    let copies = evidence.canaries.reduce(0) { $0 + $1.consumedCopies }
    let all = evidence.canaries.reduce(0) { $0 + $1.repetitions }
    lines.append(
      "used      \(copies) of \(all) copies; "
        + ConsumptionEvidence.Level.allCases.map { "\(consumption.count($0)) \($0.title)" }
        .joined(separator: ", "))
    if consumption.unnamedExclusions > 0 {
      lines.append(
        "warning: a log says that \(consumption.unnamedExclusions) utterances were left out and does "
          + "not name them. Any of them may be a canary, so only canaries that --profile predicts to "
          + "survive count as used.")
    }
    for file in consumption.replaced {
      lines.append(
        "warning: \(legible(file.file)) lists \(counted(file.missing, "copy", "copies")) that "
          + "\(legible(file.by)) lacks. They do not count: a filter writes a part of what it reads."
      )
    }
    for log in consumption.incompleteRuns {
      lines.append(
        "warning: \(legible(log)) ends before every canary was used once, and it names none, so no copy "
          + "counts as used. Train for at least one epoch, or for ten to twenty with Poisson sampling."
      )
    }
    if consumption.textCopies > 0 {
      lines.append(
        "note: \(counted(consumption.textCopies, "copy was", "copies were")) found by the text only; the "
          + "names were changed")
    }
    if consumption.foreignIDs > 0 {
      lines.append(
        "warning: \(counted(consumption.foreignIDs, "id has", "ids have")) the form of an audit's and "
          + "are not in this ledger: are these the canaries of another audit?")
    }
    if consumption.excludedPerturbed > 0 {
      lines.append(
        "warning: logs exclude \(consumption.excludedPerturbed) speed-perturbed copies of canaries")
    }
    if consumption.missingSounds > 0 {
      lines.append(
        "warning: \(counted(consumption.missingSounds, "audio file", "audio files")) of controls are "
          + "not in the probe set, so their sound was not looked for")
    }
    var parts = [lines.joined(separator: "\n")]
    for leak in evidence.leakedControls.prefix(20) {
      parts.append(
        "ERROR: the \(leak.trace.rawValue) of the control \(leak.probe) is in "
          + "\(legible(leak.file)):\(leak.line), so the audit is not measurable")
    }
    if evidence.leakedControls.count > 20 {
      parts.append("ERROR: \(evidence.leakedControls.count - 20) more controls are in these files")
    }
    return parts
  }

  private func table(_ consumption: Consumption) -> String {
    textTable(
      ["canary", "repetitions", "copies used", "excluded", "presentations", "evidence"],
      consumption.evidence.canaries.map { canary in
        [
          canary.probe, "\(canary.repetitions)", "\(canary.consumedCopies)", "\(canary.excluded)",
          canary.presentations.map(String.init) ?? "–",
          canary.level.title
            + (canary.isPredictedToBeDropped == true ? ", but its profile drops it" : ""),
        ]
      })
  }
}

extension ConsumptionEvidence.Level {
  fileprivate var title: String {
    switch self {
    case .planted: "only planted"
    case .inTrainingSet: "in the training set"
    case .seen: "seen by the trainer"
    case .gradient: "with a gradient"
    }
  }
}

extension Survival.Outcome {
  fileprivate var title: String { self == .atRisk ? "at risk" : rawValue }
}
