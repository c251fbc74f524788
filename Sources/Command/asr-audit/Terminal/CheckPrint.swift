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
    for leak in entries.leakedControls.prefix(20) {
      lines.append(
        "ERROR: the \(leak.trace.rawValue) of the control \(leak.probe) is in "
          + "\(legible(leak.file)):\(leak.line)")
    }
    if entries.leakedControls.count > 20 {
      lines.append("ERROR: \(entries.leakedControls.count - 20) more controls are in the manifest")
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

extension Survival.Outcome {
  fileprivate var title: String { self == .atRisk ? "at risk" : rawValue }
}
