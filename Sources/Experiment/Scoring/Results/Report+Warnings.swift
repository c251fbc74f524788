import AuditModel
import Files

extension Report {
  /// The facts that a reader must know before the tables, in sentences: the evidence behind an
  /// obstacle to the verdict, obstacles beside a detection, and memorization that exact matches hide.
  package var warnings: [String] {
    let obstacles = conditions.obstacles.compactMap { obstacle -> String? in
      let evidence = evidence(for: obstacle)
      let sentences =
        evidence.isEmpty && obstacle != verdict.code ? [obstacle.explanation] : evidence
      return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }
    return brokenPromise + assumption + obstacles + brokenAssignment + secondary + losses
      + singleExactControl
      + removedText
  }

  private var brokenPromise: [String] {
    promise.map { $0.conclusion == .violated ? [$0.sentence] : [] } ?? []
  }

  private var assumption: [String] {
    isAssumingTraining
      ? [
        "No evidence shows that training used the canaries; the "
          + (trainingEvidence.isAssumedByGate == true ? "gate file" : "ledger")
          + " assumes that it did. A recipe that dropped them would give the same report."
      ] : []
  }

  /// The test of utterances can reject where the primary analysis does not.
  private var secondary: [String] {
    guard verdict.code == .notDetected, let attribution, attribution.conclusion.showsUtterances
    else { return [] }
    return [
      "The secondary comparison with the same words in another order indicates memorised utterances "
        + "(p = \(pValueText(attribution.utterances.pValue))), although the primary analysis detects "
        + "nothing."
    ]
  }

  /// The evidence for an obstacle, in sentences; empty where its explanation says everything.
  private func evidence(for obstacle: Verdict) -> [String] {
    switch obstacle {
    case .decoderMarkers: sharedText + addedText
    case .exactMatch: inexactness
    case .controlsTrained: leakedControlNames + exactControlNames
    case .trainedBelowControls: belowControls
    case .unproven: [consumption?.shortage ?? unrecognisedTracers].compactMap(\.self)
    default: []
    }
  }

  private var unrecognisedTracers: String? {
    guard trainingEvidence.tracerPValue != nil else { return nil }
    return "Not even the tracers, which have the most repetitions, are recognised."
      + (consumption == nil
        ? ""
        : " Training read the canaries, so it was probably too short, or a length rule or SpecAugment "
          + "kept it from learning them.")
  }

  private var sharedText: [String] {
    guard let shared = transcripts.sharedText, transcripts.sharedTextIsRemoved != true else {
      return []
    }
    return [
      "\(listed(shared.map(\.sentence))), and no reference does. Remove this text from the transcripts, "
        + "or let the scoring remove it."
    ]
  }

  private var removedText: [String] {
    guard let shared = transcripts.sharedText, transcripts.sharedTextIsRemoved == true else {
      return []
    }
    return ["Text that most transcripts share was removed: \(listed(shared.map(\.sentence)))."]
  }

  private var addedText: [String] {
    guard let added = transcripts.addedText else { return [] }
    let test =
      conditions.containmentRejected
      ? containmentPValue.map {
        " With these transcripts as matches, trained canaries are matched significantly more "
          + "often than controls (p = \(pValueText($0)))."
      } ?? "" : ""
    let padding =
      added.mayBePadding
      ? " A decoder has this effect if it also decodes the padding of a batch. Decode one utterance at a "
        + "time, or cut each output at the length of its utterance."
      : ""
    return ["\(added.summary).\(test)\(padding)"]
  }

  private var inexactness: [String] {
    guard let check = decoderCheck, let exact = check.exact, let predicted = check.predictedExact
    else {
      return [
        "No probe is an exact match, and no utterance of the team's own corpus was transcribed."
      ]
    }
    guard check.exactPValue.map({ $0 < Scorer.exactnessLevel }) ?? false else {
      return [
        conditions.patternRejected
          ? "No trained canary and no tracer is an exact match, although the transcripts of trained "
            + "canaries repeat words where their texts do more often than those of controls (p = "
            + "\(pValueText(patternPValue ?? 1))). The decoder may write words, digits or letters in "
            + "another way."
          : "No trained canary and no tracer is an exact match, although trained canaries are transcribed "
            + "more accurately than controls. The decoder may write the words of canaries in another way."
      ]
    }
    return [
      "\(exact.hits) of \(exact.trials) check utterances are exact matches; a word error rate of "
        + "\(percent(check.wordErrorRate)) predicts \(trimmed((predicted * 10).rounded() / 10))."
        + (check.sharedEdit.map { " \($0)." } ?? "")
    ]
  }

  private var exactControlNames: [String] {
    guard let exactControls else { return [] }
    let names = exactControls.probes
    return [
      "\(counted(names.count, "control is an exact match", "controls are exact matches")): "
        + abbreviatedList(names.first, count: names.count)
        + ". Check that the probe set was not part of "
        + "the training or development data, and that no language model was trained on its texts."
    ]
  }

  private var leakedControlNames: [String] {
    guard let leaked = consumption?.leakedControls, leaked.count > 0 else { return [] }
    return [
      "\(counted(leaked.count, "control is", "controls are")) in what training used: "
        + abbreviatedList(leaked.first, count: leaked.count) + "."
    ]
  }

  private var brokenAssignment: [String] {
    guard let separating = blindBaseline?.separating, !separating.isEmpty else { return [] }
    let features = separating.map {
      "\($0.name) (AUC \(rounded($0.auc, places: 3)), p = \(pValueText($0.adjustedP)))"
    }
    return [
      "The assignment of roles is broken: \(listed(features)) alone "
        + "\(features.count == 1 ? "separates" : "separate") trained canaries from controls. A "
        + "difference in transcripts then need not come from training."
    ]
  }

  /// A single exact control is no obstacle, but worth a look.
  private var singleExactControl: [String] {
    conditions.controlsTrained ? [] : exactControlNames
  }

  private var belowControls: [String] {
    guard let p = belowControlsPValue else { return [] }
    return [
      "Trained canaries are transcribed significantly worse than controls (p = \(pValueText(p)))."
    ]
  }

  private var losses: [String] {
    conditions.lossesSeparate
      ? [
        "The losses tell trained canaries, or those of a tier, from controls almost perfectly, although "
          + "exact matches do not. The exact matches then do not show all that the model has memorised."
      ] : []
  }
}

extension SharedText.Marker {
  /// `120 transcripts begin with "en"`.
  fileprivate var sentence: String {
    let verb =
      switch place {
      case .anywhere: "contain"
      case .beginning: "begin with"
      case .end: "end with"
      }
    return "\(transcripts) transcripts \(verb) \"\(text)\""
  }
}
