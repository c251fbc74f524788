import Files
import Scoring
import Statistics

/// The first screen of a report in plain sentences: what was found, what it means for a team and
/// what to do next. Sentences that would not be true of the report are left out.
package struct PlainLanguageSummary {
  private let report: Report
  private let trained: Proportion
  private let controls: Proportion
  private let tiers: [Report.TierResult]

  package init(_ report: Report) {
    self.report = report
    tiers = report.speeds.flatMap(\.tiers).filter { $0.trained.exact.trials > 0 }
    trained = tiers.map(\.trained.exact).pooled
    controls = report.speeds.map(\.controls.exact).pooled
  }

  /// The verdict as a sentence.
  package var headline: String {
    switch report.verdict.code {
    case .detectedVerbatim, .detectedPartial: detection
    case .notDetected:
      report.conditions.lossesSeparate
        ? "The losses show memorization that the transcripts do not show."
        : "This audit did not detect memorization."
    default: "This audit cannot tell whether the model has memorised training utterances."
    }
  }

  /// A detection shows an effect of training. The recombined controls show its kind.
  private var detection: String {
    let isPartial = report.verdict.code == .detectedPartial
    if report.design.hasShuffledTexts {
      return isPartial
        ? "The model has partly memorised individual training utterances."
        : "The model has memorised individual training utterances."
    }
    return switch report.attribution?.conclusion {
    case .utterances, .utterancesAndWords:
      isPartial
        ? "The model has partly memorised individual training utterances."
        : "The model has memorised individual training utterances."
    case .words:
      "The model has learnt words of the canaries, but memorised utterances were not shown."
    case .neither, nil: "The model has memorised training utterances or learnt their words."
    }
  }

  // MARK: - What was found

  /// The experiment in a sentence, for readers who do not know the terms.
  package var setting: String {
    "Canaries are synthetic utterances of random \(report.design.unit.rawValue), at a higher speed than "
      + "ordinary speech. A random draw decided which of them were added to the training data (trained "
      + "canaries) and which were held out (controls)."
      + (report.design.hasShuffledTexts
        ? " Texts are shuffled: the sound of each canary says other random words than its text, so that "
          + "nobody can recognise the text, and a model can only have memorised it." : "")
  }

  package var finding: [String] {
    switch report.verdict.code {
    case .detectedVerbatim: [exactRates + p(report.primaryAnalysis?.verbatim) + "."] + attribution
    case .detectedPartial: [closestTier] + attribution
    case .notDetected: [noDifference, bound].compactMap { $0 }
    default: [report.verdict.explanation] + (report.mismatches ?? [])
    }
  }

  private var attribution: [String] {
    guard let attribution = report.attribution else {
      if report.design.hasShuffledTexts {
        return [
          "No sound says the text of its canary, so the model has not recognised these texts."
        ]
      }
      return ["This audit cannot tell memorised utterances from learnt words."]
    }
    return [attribution.sentence]
  }

  private var exactRates: String {
    let (group, name) = mostRepeated
    let isLess = (controls.rate ?? 0) < (group.rate ?? 0)
    return "The model transcribed \(share(group)) of the \(name) word for word"
      + (isLess ? ", but " : ", and ") + (isLess && controls.hits > 0 ? "only " : "")
      + "\(share(controls)) of the controls"
  }

  /// The trained canaries with the most repetitions. All trained canaries if none of those was an
  /// exact match, or if there is one tier.
  private var mostRepeated: (group: Proportion, name: String) {
    let repetitions = Set(tiers.map(\.repetitions))
    let group = tiers.filter { $0.repetitions == repetitions.max() }.map(\.trained.exact).pooled
    return repetitions.count > 1 && group.hits > 0
      ? (group, "canaries with the most repetitions") : (trained, "trained canaries")
  }

  private func share(_ group: Proportion) -> String {
    group.hits == 0 ? "none" : group.hits == group.trials ? "all" : percent(group.rate)
  }

  private func p(_ statistic: Report.StatisticResult?) -> String {
    statistic.map { " (permutation test over all trained canaries: p \(equals($0.holm)))" } ?? ""
  }

  private var closestTier: String {
    let gaps = tiers.compactMap { tier in tier.characterGap.map { (tier.repetitions, $0) } }
    let test = p(report.primaryAnalysis?.partial)
    guard let (repetitions, gap) = gaps.max(by: { $0.1 < $1.1 }), gap > 0 else {
      return "The model transcribes trained canaries more accurately than controls\(test)."
    }
    return
      "The model transcribes trained canaries more accurately than controls\(test). The gap is "
      + "largest for canaries with \(counted(repetitions, "repetition", "repetitions")): "
      + "\(trimmed((gap * 1000).rounded() / 10)) percentage points more characters are correct."
  }

  private var noDifference: String {
    let smallest = report.primaryAnalysis.map { min($0.verbatim.holm, $0.partial.holm) }
    let p = smallest.map { " (permutation tests, smallest p \(equals($0)))" } ?? ""
    return "The model does not transcribe trained canaries more accurately than controls, beyond "
      + "what chance explains\(p)."
  }

  private var bound: String? {
    tiers.map(\.exactGap.interval.upper).max().map { most in
      "With this number of canaries, the audit cannot exclude that up to \(percent(most)) of the "
        + "canaries of a tier were memorised."
    }
  }

  // MARK: - What it means

  package var meaning: [String] {
    let evidence =
      "A random draw decided which canaries were trained, so the kind of utterance cannot explain the "
      + "difference, and the test makes chance unlikely."
    switch report.verdict.code {
    case .detectedVerbatim where report.mayBeWordsOnly,
      .detectedPartial where report.mayBeWordsOnly:
      return [
        evidence,
        "A model that learns rare words at this speed recognises them in any utterance. That alone does "
          + "not reveal a training utterance.",
      ]
    case .detectedVerbatim:
      return [
        evidence,
        "Real utterances that are as unusual and occur as often in the training data may be memorised "
          + "too. The audit did not test real utterances.",
      ]
    case .detectedPartial:
      return [
        evidence,
        "Somebody who compares transcripts can tell, better than by guessing, which utterances were "
          + "in the training data.",
      ]
    case .notDetected:
      let assumption =
        report.trainingEvidence.isOnlyAssumed
        ? [
          "The report assumes that training used the canaries; nothing in the transcripts shows it."
        ]
        : []
      return assumption + [
        report.conditions.lossesSeparate
          ? "An attacker with access to the model can tell which canaries were in the training data."
          : "The result holds for this training run and for effects that this many canaries can show. It "
            + "does not prove that nothing was memorised."
      ]
    default:
      return [
        "No conclusion is possible: the model may or may not have memorised training utterances."
      ]
    }
  }

  // MARK: - What to do next

  package var nextSteps: [String] {
    switch report.verdict.code {
    case .detectedVerbatim where report.mayBeWordsOnly,
      .detectedPartial where report.mayBeWordsOnly:
      return [
        "Inject canaries at a higher speed, or more of them, to show whether utterances were memorised.",
        "Look at the table of canaries beside the same words in another order.",
      ]
    case .detectedVerbatim, .detectedPartial:
      return [
        "Remove duplicates of real utterances from the training data, but not the repetitions of "
          + "canaries.",
        "Clip the gradient of each example before averaging (per-example clipping, as in DP-SGD; clipping "
          + "the gradient of the batch is not enough). Train again on the same manifest, and score again.",
        "Until then, give the model only to people who may also see its training data.",
      ]
    case .notDetected where report.conditions.lossesSeparate:
      return [
        "Check that the decoder writes nothing but the transcript, and score again.",
        "Clip the gradient of each example before averaging if access to the model is part of your threat model.",
      ]
    case .notDetected:
      return [
        report.trainingEvidence.isOnlyAssumed
          ? "Check in the training log that no filter dropped the canaries." : nil,
        "Inject more canaries in the next audit if you need to exclude smaller effects.",
        report.gateResult == nil
          ? "Add a gate to the training pipeline, so that later models are held to a limit." : nil,
      ].compactMap { $0 }
    case .mismatch:
      return [
        "Score with the ledger and the commitment that were written together, and with the "
          + "normaliser that the ledger names."
      ]
    case .missingTranscripts:
      return ["Transcribe every file of the probe set, then score again."]
    case .tooSmall:
      return ["Inject more canaries and train again. The plan command shows how many are needed."]
    case .decoderMarkers:
      return [
        "Remove the text that the decoder adds, such as language tags or prefixes, and score again."
      ]
    case .exactMatch:
      return [
        "Compare some transcripts of your own utterances with their texts, and correct the edit that "
          + "they share: spelling, number format or text that the decoder adds.",
        "Score the corrected transcripts again.",
      ]
    case .controlsTrained:
      return [
        "Find out whether the probe set or its texts were in the training or development data, or in "
          + "the data of a language model.",
        "Repeat the audit with new canaries.",
      ]
    case .decoder:
      return [
        "Check the checkpoint, the sample rate and the decoder on ordinary speech.",
        "Transcribe the probe set again, then score again.",
      ]
    case .trainedBelowControls:
      return [
        "Look for utterances on which the decoder failed, in its log and in the table of canaries.",
        "Transcribe the probe set again, then score again.",
      ]
    case .controlsRecognised:
      return ["Inject canaries at a higher speed and train again."]
    case .unproven:
      return [
        report.consumption == nil
          ? "Check with 'asr-audit check', from the manifest that training read and its log, whether training used the canaries."
          : report.consumption?.isSufficient == true
            ? nil
            : "See in the output of 'asr-audit check' which canaries training is not known to have used, and change the recipe or the canaries.",
        report.trainingEvidence.tracerPValue == nil
          ? "Inject canaries with tracers, which show that training used them, and train again."
          : report.consumption?.isSufficient == false
            ? nil : "Train longer: not even the tracers are recognised.",
      ].compactMap { $0 }
    }
  }

  // MARK: - Gate

  /// The gate's result in a sentence; nil if no gate judged the report.
  var gate: Text? {
    guard let gate = report.gateResult else { return nil }
    let state: Text = "\(state: "gate \(gate.overall.word)", gate.overall.tone)"
    var sentences: [String] = []
    let outcomes =
      gate.judgements.filter { $0.limit.level == .error }.map(\.outcome)
      + (gate.analyses ?? []).filter { !$0.isWarning }.map(\.outcome)
    let hasWaivers = outcomes.contains(.waived)
    if outcomes.contains(.fail) {
      sentences.append(
        hasWaivers
          ? "At least one limit without a valid waiver is exceeded."
          : "At least one limit is exceeded.")
    }
    if outcomes.contains(.inconclusive) {
      sentences.append("For at least one limit the data are not conclusive.")
    }
    if hasWaivers { sentences.append("A waiver permits that a limit is exceeded.") }
    if !gate.expiredWaivers.isEmpty { sentences.append("A waiver has expired.") }
    if sentences.isEmpty {
      sentences.append(
        gate.verdict.isDetection
          ? "Memorization was detected, but it stays within every limit."
          : gate.overall == .pass ? "Every limit is kept." : "")
    }
    return state + Text(([""] + sentences).joined(separator: " "))
  }
}
