import Files

/// The rules of a profile, applied to one utterance.
extension Profile {
  /// A finding for every rule that the profile does not state.
  var unstatedRules: [Finding] {
    var unknown: [SurvivalRule] = []
    if !listsAllFilters {
      let filters: [(SurvivalRule, Bool)] = [
        (.minDuration, minDuration.isUnknown), (.maxDuration, maxDuration.isUnknown),
        (.minTokens, minTokens.isUnknown), (.maxTokens, maxTokens.isUnknown),
        (.minWords, minWords.isUnknown), (.minCharacters, minCharacters.isUnknown),
        (.maxCharacters, maxCharacters.isUnknown),
        (.minCharactersPerSecond, minCharactersPerSecond.isUnknown),
        (.maxCharactersPerSecond, maxCharactersPerSecond.isUnknown),
        (.maxTokensPerSecond, maxTokensPerSecond.isUnknown),
        (.minTokensPerFrame, minTokensPerFrame.isUnknown),
        (.maxTokensPerFrame, maxTokensPerFrame.isUnknown),
        (.minFeatureFrames, minFeatureFrames.isUnknown),
        (.minOutputFrames, minOutputFrames.isUnknown),
        (.minFrameSurplus, minFrameSurplus.isUnknown),
        (.maxEqualTexts, maxEqualTexts.isUnknown),
      ]
      unknown = filters.filter(\.1).map(\.0)
    }
    var findings: [Finding] = []
    if !unknown.isEmpty {
      findings.append(
        Finding(
          .otherFilters, .unknown,
          "the profile does not state \(listed(unknown.map(\.rawValue))), nor other_filters: none"))
    }
    if speedFactors.isUnknown {
      findings.append(Finding(.otherFilters, .unknown, "the profile does not state speed_factors"))
    }
    if timeMasks.isUnknown {
      findings.append(Finding(.timeMasks, .unknown, "the profile does not state time_masks"))
    }
    if loss.isUnknown {
      findings.append(Finding(.ctcLength, .unknown, "the profile does not state its loss"))
    }
    if loss.value == .latticeFreeMMI {
      findings.append(
        Finding(
          .alignment, .unknown,
          "whether Kaldi can align an utterance depends on the acoustic model", source: loss.source)
      )
    }
    return findings
  }

  /// The rules that depend on the text alone.
  func findingsOfText(_ facts: UtteranceFacts) -> [Finding] {
    var findings: [Finding] = []
    guard let tokens = facts.tokens.tokens else {
      return [
        Finding(.tokenizer, .drops, "the tokenizer has no token for a character of the text")
      ]
    }
    findings += below(.minTokens, minTokens, tokens, "tokens")
    findings += above(.maxTokens, maxTokens, tokens, "tokens")
    findings += below(.minWords, minWords, facts.words...facts.words, "words")
    let characters = facts.characters...facts.characters
    findings += below(.minCharacters, minCharacters, characters, "characters")
    findings += above(.maxCharacters, maxCharacters, characters, "characters")
    if let most = maxEqualTexts.value, facts.equalTexts > most {
      findings.append(
        Finding(
          .maxEqualTexts, .risks,
          "the recipe keeps about \(most) of \(facts.equalTexts) utterances with the same text",
          source: maxEqualTexts.source))
    }
    return findings
  }

  /// The filters that depend on the length of the audio.
  func findingsOfFilters(_ facts: UtteranceFacts) -> [Finding] {
    var findings: [Finding] = []
    let seconds = max(facts.seconds, Self.shortest)
    let includesBounds = durationBounds == .inclusive
    if let least = minDuration.value, includesBounds ? seconds < least : seconds <= least {
      findings.append(
        Finding(
          .minDuration, .drops,
          "\(shortText(seconds)) s is \(seconds < least ? "below" : "not above") \(trimmed(least)) s",
          source: minDuration.source))
    }
    if let most = maxDuration.value, includesBounds ? seconds > most : seconds >= most {
      findings.append(
        Finding(
          .maxDuration, .drops,
          "\(shortText(seconds)) s is \(seconds > most ? "above" : "not below") \(trimmed(most)) s",
          source: maxDuration.source))
    }
    let characters = Double(facts.characters) / seconds
    findings += below(
      .minCharactersPerSecond, minCharactersPerSecond, characters...characters,
      "characters per second")
    findings += above(
      .maxCharactersPerSecond, maxCharactersPerSecond, characters...characters,
      "characters per second")
    guard let tokens = facts.tokens.tokens else { return findings }
    func rate(_ units: Double) -> ClosedRange<Double> {
      Double(tokens.lowerBound) / units...Double(tokens.upperBound) / units
    }
    findings += above(
      .maxTokensPerSecond, maxTokensPerSecond, rate(seconds), "tokens per second")
    let frames = rate(seconds * 100)
    findings += below(.minTokensPerFrame, minTokensPerFrame, frames, "tokens per 10 ms")
    findings += above(.maxTokensPerFrame, maxTokensPerFrame, frames, "tokens per 10 ms")
    if let surplus = minFrameSurplus.value {
      let outputs = self.frames(samples: facts.samples, sampleRate: facts.sampleRate).outputs
      findings += below(
        .minFrameSurplus, outputs, (tokens.lowerBound + surplus)...(tokens.upperBound + surplus),
        "for \(text(tokens)) tokens and a surplus of \(surplus)", source: minFrameSurplus.source)
    }
    return findings
  }

  /// The length rules of the model and its loss, and SpecAugment.
  func findingsOfModel(_ facts: UtteranceFacts) -> [Finding] {
    var findings: [Finding] = []
    let frames = frames(samples: facts.samples, sampleRate: facts.sampleRate)
    if let least = minFeatureFrames.value {
      findings += below(
        .minFeatureFrames, frames.features, least...least, "", source: minFeatureFrames.source)
    }
    if let least = minOutputFrames.value {
      findings += below(
        .minOutputFrames, frames.outputs, least...least, "", source: minOutputFrames.source)
    }
    if let loss = loss.value, loss.hasCTC, let needed = facts.tokens.frames {
      let counted = frames.outputs.map { max(0, $0 - lostOutputFrames) }
      findings += ctcFindings(loss, counted, needed)
    }
    if let masks = timeMasks.value {
      findings += maskFindings(
        masks, masks.unit == .features ? frames.features : frames.outputs)
    }
    return findings
  }

  private func ctcFindings(
    _ loss: Loss, _ outputs: Int?, _ needed: ClosedRange<Int>
  ) -> [Finding] {
    guard let outputs else {
      return [
        Finding(
          .ctcLength, .unknown, "the profile does not state feature_frames and subsampling")
      ]
    }
    guard outputs < needed.upperBound else { return [] }
    let shortage = "CTC needs \(text(needed)) output frames and has \(outputs)"
    guard outputs < needed.lowerBound else {
      return [Finding(.ctcLength, .unknown, "\(shortage): name the tokenizer")]
    }
    switch zeroInfinity {
    case .unknown, .none:
      return [
        Finding(
          .ctcLength, .drops,
          "\(shortage), so the loss is infinite or its gradient is zero", source: self.loss.source)
      ]
    case .value(false, let source):
      return [
        Finding(
          .ctcLength, .drops, "\(shortage), so the loss is infinite and spoils the training",
          source: source)
      ]
    case .value(true, let source):
      let isOnlyLoss = loss == .ctc
      return [
        Finding(
          .ctcLength, isOnlyLoss ? .drops : .risks,
          "\(shortage), so the gradient\(isOnlyLoss ? "" : " of CTC") is zero without a message",
          source: source)
      ]
    }
  }

  private func maskFindings(_ masks: TimeMasks, _ frames: Int?) -> [Finding] {
    guard masks.count > 0 else { return [] }
    guard let frames else {
      return [
        Finding(.timeMasks, .unknown, "the profile does not state feature_frames and subsampling")
      ]
    }
    guard frames < fewestVisibleFrames ?? .max else { return [] }
    return [
      Finding(
        .timeMasks, .risks,
        "SpecAugment masks \(percent(masks.share(ofFrames: frames))) of \(frames) frames on average",
        source: timeMasks.source)
    ]
  }

  /// A length that keeps rates finite, in seconds.
  private static let shortest = 1e-6
}
