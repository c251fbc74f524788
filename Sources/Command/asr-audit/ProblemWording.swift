import AuditModel
import Files
import Injection
import Probing
import Speech

/// The wording of problems with the options of this program. The modules below the command do not
/// know its options; they throw typed causes with values.
extension Problem {
  /// The problem with the option that it is about and the options that solve it.
  var worded: Problem {
    let cause = cause as? any OptionWording
    return Problem(
      kind, message, file: file, line: line, field: cause?.option ?? field,
      hint: Hint(cause?.optionHint ?? advice?.text(naming: Self.option)))
  }

  /// The option for a setting of a module: `audio_key` → `--audio-key`.
  package static func option(forSetting name: String) -> String {
    "--" + name.replacing("_", with: "-")
  }
}

/// A cause that names options. The values are nil if the cause's own wording is enough.
private protocol OptionWording: ProblemCause {
  var option: String? { get }
  var optionHint: String? { get }
}

extension Design {
  /// The options for the size of this design, such as `--coins 400 --blocks 40`.
  var sizeOptions: String { "--coins \(coins) --blocks \(blocks)" }
}

extension DesignProblem: OptionWording {
  var option: String? {
    field.map { $0 == "length" ? "--words" : "--" + $0.replacing("_", with: "-") }
  }

  var optionHint: String? {
    switch self {
    case .noCanaries: "--coins 200 --blocks 20 is the default"
    case .noTierForBlocks: "name more --repetitions, or pass --blocks 0"
    case .noBlocksForTiers: "name a single number of --repetitions, or some --blocks"
    case .cannotReject(_, _, let manyVoices):
      "raise --coins or --blocks" + (manyVoices ? ", or use fewer voices" : "")
    case .tooFewControls: "raise --coins or --blocks, or the last number of --allocation"
    case .tooShortToRecombine: "raise --words, or pass --recombined-controls no"
    case .recombinedShuffledTexts: "leave --recombined-controls out, or pass --texts own"
    case .naturalSpeedOfShuffledTexts: "leave --natural-speed-probes out, or pass --texts own"
    case .speedsOutOfRange, .repeatedSpeed, .repetitionsNotAscending, .countsOutOfRange,
      .wrongAllocation, .allocationTooLarge, .lengthOutOfRange, .checkUtterancesOutOfRange,
      .tracersOutOfRange, .tooFewTracers:
      nil
    }
  }
}

extension LimitProblem: OptionWording {
  /// The limit is one of a gate file or a default limit, and the message quotes it.
  var option: String? { nil }

  var optionHint: String? {
    switch self {
    case .unknownTier(_, _, let advice), .impassable(_, _, let advice):
      switch advice {
      case .largerDesign: "raise --coins and --blocks"
      case .largerDesignOrMoreTiers: "raise --coins and --blocks, or pool more tiers"
      case .pooled, .growth: nil
      }
    case .noSpeeds, .unknownSpeed, .outOfRange, .noTiers: nil
    }
  }
}

extension PlanProblem: OptionWording {
  var option: String? {
    switch self {
    case .exposureBelowNullMean, .exposureAboveAllDesigns, .exposureAboveCeiling: "--exposure"
    case .noCoins, .tooFewCoins, .epsilonAboveCeiling: "--epsilon"
    case .noSufficientDesign: nil
    }
  }

  var optionHint: String? {
    switch self {
    case .exposureAboveCeiling(_, _, _, _, let design): design.sizeOptions
    case .noCoins: "--coins 200"
    case .tooFewCoins(let guesses, _): "--coins \(max(200, guesses))"
    case .exposureBelowNullMean, .exposureAboveAllDesigns, .epsilonAboveCeiling,
      .noSufficientDesign:
      nil
    }
  }
}

extension InjectionProblem: OptionWording {
  var option: String? {
    switch self {
    case .shareTooLarge: "--max-share"
    case .varyingFields: "--set"
    case .unreadablePaths: "--output"
    case .noRelativePaths: "--relative"
    case .otherContainer: "--container"
    case .notAPrivateKey: "--sign"
    case .notAPublicKey: "--public-key"
    case .cannotSpell: "--tokenizer"
    default: nil
    }
  }

  var optionHint: String? {
    switch self {
    case .tooFewWords: "use a larger --vocabulary, or --units letters"
    case .textsDoNotFit:
      "check --tokenizer and --frame-rate or --profile, raise --max-duration, or lower --words"
    case .tooFewTexts: "use a larger --vocabulary, more --words, or a smaller design"
    case .textsOccurInCorpus: "raise --words"
    case .cannotSpell(_, let isOtherCase):
      isOtherCase
        ? "inject into the manifest after the recipe has changed the case of its texts"
        : "pass the tokenizer that the recipe trains with, or --tokenizer characters"
    case .tooLong(_, let speed):
      "lower --words" + (speed == nil ? ", raise a speed" : "") + " or raise --max-duration"
    case .unknownAudioFormat(let reason) where reason?.kind == .missingInput:
      "relative paths start at the manifest's directory: was the manifest moved? If its audio is "
        + "on another machine, state the format: --sample-rate 16000"
    case .unknownAudioFormat:
      "state the format: --sample-rate 16000 [--channels 1] [--container wav]"
    case .unknownCorpusLength:
      "state the length: --corpus-hours 960 (Kaldi: utils/data/get_utt2dur.sh writes utt2dur)"
    case .shareTooLarge(_, _, let smaller, let sufficientShare):
      advice(smaller: smaller, sufficientShare: sufficientShare)
    case .alreadyInjected(_, let ledger):
      "use the original manifest, or: asr-audit remove --ledger \(ledger) …"
    case .varyingFields(let fields, let isDirectory):
      fields.prefix(3).map { "--set '\($0.name)=\($0.suggestion ?? $0.examples.first ?? "")'" }
        .joined(separator: " ") + (fields.count > 3 ? " …" : "")
        + (isDirectory
          ? " states them ({text} is the text of the canary); or use a copy of the directory without "
            + "these files"
          : " states them ({text}, {id}, {speaker}, {seconds}, {milliseconds}, {samples} and {bytes} are "
            + "values of the canary)"
            + (fields.first { $0.suggestion == "{id}" }.map {
              "; if \($0.name.printable) is the id of the utterance: --id-key '\($0.name)'"
            } ?? ""))
    case .noCommitment: "name the published commitment: --commitment FILE"
    case .unsigned: "asr-audit inject --sign KEY signs a commitment"
    case .missingEntries:
      "is the ledger of another audit? --allow-missing removes the entries that are there"
    case .unknownGender:
      "pass --voice-gender, or use a copy of the directory without spk2gender, which Kaldi allows"
    case .noRelativePaths: "leave --relative away"
    case .otherContainer: "leave --container away"
    case .notAPrivateKey, .notAPublicKey, .otherFormat, .unreadablePaths: nil
    }
  }

  private func advice(smaller: Design?, sufficientShare: Double?) -> String {
    let design =
      smaller.map { design in
        design.sizeOptions + (design.tracers > 0 ? " --tracers \(design.tracers)" : "")
          + " would fit (the gate may need wider limits then)"
      } ?? "no design that can decide anything fits; use a larger corpus"
    return design + (sufficientShare.map { ", or allow more: --max-share \($0)" } ?? "")
  }
}

extension ProbeProblem: OptionWording {
  var option: String? { "--families" }

  var optionHint: String? {
    switch self {
    case .nothingAboveBand: nil
    case .unknownWordTimes:
      "pass --alignment with a CTM of the probe set, or --word-bank if the canaries come from one, or "
        + "leave the family 'masked' out"
    }
  }
}

extension VoiceCommandProblem: OptionWording {
  var option: String? { "--voice-command" }

  var optionHint: String? {
    if case .noPlaceholder = self {
      return "for example: --voice-command 'espeak-ng -w {output} {text}'"
    }
    return nil
  }
}

extension DesignPlan.Warning {
  var text: String {
    switch self {
    case .undetectableTier(let repetitions, let canaries):
      "\(canaries) canaries with \(GateLimit.tiers([repetitions])) may be missed even if every one "
        + "is memorised"
    case .tooFewControlsForROC(let controls, let needed):
      "\(controls) controls per speed give no true-positive rate at 1% false positives; "
        + "\(needed) do"
    case .noSingleCanaries(let controls, let trained):
      "no single canary can be named: \(controls) controls per speed are too few for \(trained) "
        + "trained canaries"
    case .noOneRunBound(let coins, let guesses):
      "\(coins) coins per speed give a one-run bound of epsilon only if enough transcripts are exact; "
        + "otherwise the bound guesses \(guesses)"
    case .unmeasurable(let chance):
      "a speed is not measurable with a probability of \(percent(chance)), because controls are "
        + "recognised too often; more canaries do not change that, a higher --speeds does"
    case .cleanModelMayFail(let passes):
      "a model without memorization passes this gate with a probability of only "
        + percent(passes)
    }
  }
}
