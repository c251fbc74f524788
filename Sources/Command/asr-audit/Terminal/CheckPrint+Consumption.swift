import AuditModel
import Files
import Preflight

/// The output of `check --seen`: the files, what is wrong with them, and the evidence by canary.
extension CheckPrint {
  func summary(_ consumption: Consumption) -> [String] {
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
    lines += warnings(consumption)
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

  func table(_ consumption: Consumption) -> String {
    textTable(
      ["canary", "repetitions", "copies used", "excluded", "presentations", "evidence"],
      consumption.evidence.canaries.map { canary in
        [
          canary.probe, "\(canary.repetitions)", "\(canary.consumedCopies)", "\(canary.excluded)",
          canary.presentations.map(String.init) ?? "–",
          canary.level.title
            + (canary.prediction.flatMap(\.remark).map { ", " + $0 } ?? ""),
        ]
      })
  }
}

extension CheckPrint {
  /// The findings in the files beside the evidence of each canary.
  private func warnings(_ consumption: Consumption) -> [String] {
    let notes = consumption.notes
    var lines: [String] = []
    if notes.unnamedExclusions > 0 {
      lines.append(
        "warning: a log says that \(notes.unnamedExclusions) utterances were left out and does "
          + "not name them. Any of them may be a canary, so only canaries that --profile predicts to "
          + "survive count as used.")
    }
    if let contradiction = consumption.contradiction {
      lines.append(
        "warning: the profile predicts that \(contradiction.predicted) copies of canaries are dropped, "
          + "and the log says that only \(contradiction.leftOut) utterances were left out. Is it the "
          + "profile of this recipe?")
    }
    for file in consumption.replaced {
      lines.append(
        "warning: \(legible(file.file)) lists \(counted(file.missing, "copy", "copies")) that "
          + "\(legible(file.by)) lacks. They do not count: a filter writes a part of what it reads."
      )
    }
    for (found, one, many) in [
      (
        notes.changedTexts, "copy is listed with another text, or none, and does",
        "copies are listed with another text, or none, and do"
      ),
      (
        notes.onlyPerturbed, "copy is listed only as a speed-perturbed copy and does",
        "copies are listed only as speed-perturbed copies and do"
      ),
      (
        notes.incompleteTables,
        "copy is missing from a table of its data directory and does",
        "copies are missing from a table of their data directory and do"
      ),
      (notes.comments, "comment names a canary and does", "comments name canaries and do"),
    ] where found.count > 0 {
      lines.append(
        "warning: \(counted(found.count, one, many)) not count (first: \(legible(found.place)))")
    }
    if notes.unclearMessages.count > 0 {
      lines.append(
        "warning: \(counted(notes.unclearMessages.count, "log line names", "log lines name")) canaries "
          + "in words of leaving out (first: \(legible(notes.unclearMessages.place))). Their copies do "
          + "not count.")
    }
    for log in consumption.incompleteRuns {
      lines.append(
        "warning: \(legible(log)) ends before every canary was used once, and it names none, so no copy "
          + "counts as used. Train for at least one epoch, or for ten to twenty with Poisson sampling."
      )
    }
    for log in consumption.runsWithoutGradient {
      lines.append(
        "warning: in \(legible(log)) all gradients of canaries are zero, so no copy counts as used")
    }
    for file in consumption.injected {
      lines.append(
        "warning: \(legible(file)) is what inject wrote. It shows what training was given and not what it "
          + "kept, so only canaries that --profile predicts to survive count. Name the filtered manifest "
          + "or the training's own list.")
    }
    if consumption.renamedCopies > 0 {
      lines.append(
        "warning: \(counted(consumption.renamedCopies, "copy", "copies")) with changed names do not count, "
          + "because a log or list leaves out utterances that have none of the audit's names")
    }
    if notes.unclearLines.count > 0 {
      lines.append(
        "note: \(counted(notes.unclearLines.count, "log line names", "log lines name")) canaries without "
          + "their loss (first: \(legible(notes.unclearLines.place))), which is no proof of training"
      )
    }
    if notes.textCopies > 0 {
      lines.append(
        "note: \(counted(notes.textCopies, "copy was", "copies were")) found by the text only; the "
          + "names were changed")
    }
    if notes.foreignIDs > 0 {
      lines.append(
        "warning: \(counted(notes.foreignIDs, "id has", "ids have")) the form of an audit's and "
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
    return lines
  }
}

extension ConsumptionEvidence.Prediction {
  fileprivate var remark: String? {
    switch self {
    case .survives: nil
    case .dropped: "but its profile drops it"
    case .atRisk: "but at risk by its profile"
    case .unknown: "but its profile does not tell whether it is dropped"
    }
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
