import AuditModel
import Files
import Scoring
import Statistics

extension ReportPage {
  /// The same canaries with altered sound. Nil without further probes.
  var probesSection: Section? {
    guard let probes = report.furtherProbes else { return nil }
    var blocks: [Block] = [
      .paragraph(
        "The probe set was transcribed again with altered sound (\(name: probes.source)). Trained "
          + "canaries are compared with controls for each alteration. None of these figures decides the "
          + "verdict. \(probesSentence(probes))"),
      .table(kindTable(probes)), .table(tierTable(probes)),
    ]
    if probes.kinds.contains(where: { $0.masked != nil }) {
      blocks += [.heading("Hidden words"), .table(maskedTable(probes))]
    }
    if let silence = probes.silence { blocks += silenceBlocks(silence) }
    return Section("Further probes", blocks + [.list(probeNotes(probes))])
  }

  /// States the families in which trained canaries are recognised better.
  private func probesSentence(_ probes: Report.ProbesResult) -> String {
    let alpha = report.primaryAnalysis?.alpha ?? 0.05
    let tested = probes.kinds.filter { $0.test != nil }
    let shown = tested.filter { $0.test!.adjustedP <= alpha }
    return "Trained canaries are recognised significantly better in \(shown.count) of "
      + "\(counted(tested.count, "alteration", "alterations"))"
      + (shown.isEmpty ? "." : ": \(shown.map(\.kind.name).joined(separator: "; ")).")
  }

  private func kindTable(_ probes: Report.ProbesResult) -> Table {
    Table(
      [
        .words("family"), .words("strength"), .words("declared"), .numbers("p (maxT)"),
        .numbers("controls, 1−CER"), .numbers("check utterances, WER"),
        .numbers("other transcripts than before"),
      ],
      probes.kinds.map { kind in
        [
          Text(kind.family.rawValue), "\(name: kind.strength)",
          kind.isDeclared ? "yes" : "no: exploratory",
          Text(kind.test.map { pValueText($0.adjustedP) } ?? "–"),
          Text(percent(kind.controls.meanCharacterAccuracy)),
          Text(percent(kind.checkUtterances?.rate)), Text(rateText(kind.changedTranscripts)),
        ]
      })
  }

  private func tierTable(_ probes: Report.ProbesResult) -> Table {
    Table(
      [
        .words("family"), .words("strength"), .numbers("repetitions"),
        .numbers("exact, gap [95%]"), .numbers("near, gap [95%]"),
        .numbers("1−CER, gap [95%]"),
      ],
      probes.kinds.flatMap { kind in
        kind.tiers.map { tier in
          [
            Text(kind.family.rawValue), "\(name: kind.strength)",
            Text(String(tier.repetitions)),
            Text(percentText(tier.exactGap.estimate, tier.exactGap.interval)),
            Text(percentText(tier.nearGap.estimate, tier.nearGap.interval)),
            Text(percentText(tier.characterGap, tier.characterGapInterval)),
          ]
        }
      })
  }

  private func maskedTable(_ probes: Report.ProbesResult) -> Table {
    Table(
      [
        .words("hidden"), .numbers("repetitions"), .numbers("probes"), .numbers("answered"),
        .numbers("hidden words"), .numbers("words of another canary"), .numbers("neither"),
        .numbers("hidden words / answered"),
      ],
      probes.kinds.flatMap { kind in
        (kind.masked ?? []).map { maskedRow(kind, $0) }
      })
  }

  private func maskedRow(_ kind: Report.KindResult, _ group: Report.MaskedGroup) -> [Text] {
    let counts = [
      group.probes, group.answered, group.hiddenWords, group.otherCanary, group.neither,
    ]
    let repetitions = group.repetitions == 0 ? "controls" : String(group.repetitions)
    return ["\(name: kind.strength)", Text(repetitions)] + counts.map { Text(String($0)) }
      + [Text(percent(group.precision))]
  }

  private func silenceBlocks(_ silence: Report.SilenceResult) -> [Block] {
    let rows: [[Text]] = silence.sounds.map { sound in
      ["\(name: sound.sound)", Text(rateText(sound.nonEmpty))]
    }
    let canaries =
      "Different transcripts with three consecutive words of a trained canary: "
      + "\(silence.withTrainedCanary); of a control: \(silence.withControl)."
    var blocks: [Block] = [
      .heading("Sounds without speech"),
      .table(Table([.words("sound"), .numbers("transcripts that are not empty")], rows)),
      .paragraph(Text(canaries)),
    ]
    if let found = silence.sequences {
      let training =
        "Different transcripts with \(found.length) consecutive words of the training text "
        + "(\(found.trainingUtterances) utterances): \(rateText(found.training)); "
      let background =
        "of the background text (\(found.backgroundUtterances) utterances): "
        + "\(rateText(found.background)). "
      let test =
        "Fisher's exact test: p \(equals(found.fisher)). A longer text has more of such sequences by "
        + "chance."
      blocks.append(.paragraph(Text(training + background + test)))
    }
    return blocks
  }

  private func probeNotes(_ probes: Report.ProbesResult) -> [Text] {
    var notes: [Text] = [
      "p: permutation test by the random assignment of the ledger, with the weights of the primary "
        + "analysis, on 1−CER or, where words are hidden, on whether the hidden words were written. It is "
        + "adjusted by the step-down maxT procedure for all declared alterations, or for all exploratory "
        + "ones. All speeds are pooled.",
      "Check utterances: the word error rate of the team's own utterances with the same alteration. "
        + "Where it is high, the alteration breaks the recogniser for any speech, and a small gap shows "
        + "nothing.",
    ]
    if probes.kinds.contains(where: { $0.changedTranscripts != nil }) {
      notes.append(
        "Other transcripts than before: the sound is the same file as in the probe set, so any other "
          + "transcript is due to the decoder, not to the sound.")
    }
    if probes.kinds.contains(where: { $0.masked != nil }) {
      notes.append(
        "Answered: the visible words are right up to a character error rate of 10%. Controls show how "
          + "often hidden words are guessed.")
    }
    if !probes.unanswered.isEmpty {
      notes.append(
        "Without any transcript, and left out: "
          + "\(name: probes.unanswered.map(\.name).joined(separator: "; ")).")
    }
    if probes.missing.count > 0 {
      notes.append("\(String(probes.missing.count)) further probes have no transcript.")
    }
    return notes
  }
}
