import Files

/// The prediction of what training does with one utterance.
package struct Survival: Hashable, Sendable {
  package enum Outcome: String, CaseIterable, Codable, Sendable {
    /// Training uses the utterance and can learn it.
    case survives
    /// Training does not use the utterance, or its gradient is always zero.
    case dropped
    /// Training loses some of the copies, or sees little of the utterance.
    case atRisk = "at_risk"
    /// A rule cannot be evaluated. Unknown never counts as surviving.
    case unknown
  }

  package let outcome: Outcome
  /// The finding that decides the outcome; nil if the utterance survives.
  package let reason: Finding?
  /// All findings about the utterance and its speed-perturbed copies.
  package let findings: [Finding]
  /// The factors of speed perturbation whose copies training keeps.
  package let factors: [Double]

  /// Evaluates all rules of a profile.
  package init(_ facts: UtteranceFacts, _ profile: Profile) {
    var facts = facts
    facts.tokens = facts.tokens.adding(profile.addedTokens)
    var findings = profile.unstatedRules
    findings += profile.findingsOfText(facts)
    if profile.speedOrder == .afterFilters { findings += profile.findingsOfFilters(facts) }
    var kept: [Double] = []
    let factors = profile.factors
    for factor in factors {
      let copy = facts.played(atSpeed: factor)
      var found = profile.findingsOfModel(copy)
      if profile.speedOrder == .beforeFilters { found += profile.findingsOfFilters(copy) }
      if !found.contains(where: { $0.effect == .drops }) { kept.append(factor) }
      findings += found.map { finding in
        var finding = finding
        finding.factor = factor == 1 ? nil : factor
        return finding
      }
    }
    // A filter of the text or of the original drops every copy.
    if findings.contains(where: { $0.effect == .drops && $0.isAboutAllCopies(profile) }) {
      kept = []
    }
    self.findings = findings
    self.factors = kept
    (outcome, reason) = Self.outcome(findings, keptCopies: kept.count, of: factors.count)
  }

  /// The outcome of an utterance that training cannot have, for example because the manifest lacks it.
  /// - Parameter others: what the rules find about the utterance, for comparisons between roles.
  package init(dropped finding: Finding, others: [Finding]) {
    outcome = .dropped
    reason = finding
    findings = [finding] + others
    factors = []
  }

  private static func outcome(
    _ findings: [Finding], keptCopies: Int, of copies: Int
  ) -> (Outcome, Finding?) {
    let drop = findings.first { $0.effect == .drops }
    if keptCopies == 0, let drop { return (.dropped, drop) }
    if let unknown = findings.first(where: { $0.effect == .unknown }) { return (.unknown, unknown) }
    if let drop { return (.atRisk, drop) }
    if let risk = findings.first(where: { $0.effect == .risks }) { return (.atRisk, risk) }
    return (.survives, nil)
  }
}

extension Finding {
  /// True if the finding is about the text or, where filters see the originals only, about a filter.
  fileprivate func isAboutAllCopies(_ profile: Profile) -> Bool {
    switch rule {
    case .minTokens, .maxTokens, .minWords, .minCharacters, .maxCharacters, .tokenizer, .manifest:
      true
    case .ctcLength, .minOutputFrames, .minFeatureFrames, .timeMasks, .alignment, .maxEqualTexts,
      .otherFilters:
      false
    case .minDuration, .maxDuration, .minCharactersPerSecond, .maxCharactersPerSecond,
      .maxTokensPerSecond, .minTokensPerFrame, .maxTokensPerFrame, .minFrameSurplus:
      profile.speedOrder == .afterFilters
    }
  }
}

/// `1.1x`.
package func speedText(_ factor: Double) -> String { "\(trimmed(factor))x" }
