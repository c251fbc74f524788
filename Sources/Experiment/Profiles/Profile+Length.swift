/// The length of audio that a text needs.
extension Profile {
  /// The length that is added because resamplers and feature extractors differ by a few samples, in
  /// seconds.
  private static let margin = 0.02
  /// The longest audio that is considered where the recipe has no limit, in seconds.
  private static let longest = 60.0

  /// The longest audio in seconds that the recipe keeps together with all its speed-perturbed copies.
  package var longestSeconds: Double {
    guard let most = maxDuration.value else { return Self.longest }
    let slowest = speedOrder == .beforeFilters ? min(1, factors.min() ?? 1) : 1
    // A length of exactly the limit is not kept where the bounds are exclusive.
    return most * slowest - (durationBounds == .exclusive ? 0.01 : 0)
  }

  /// The number of samples from which on no rule that silence can satisfy hits an utterance or one of
  /// its copies. Rules that the profile does not state are ignored.
  /// - Parameter facts: the text; its number of samples does not matter.
  /// - Returns: nil if no length up to `longestSeconds` is enough, or the text alone breaks a rule.
  package func samplesNeeded(_ facts: UtteranceFacts) -> Int? {
    let rate = Double(facts.sampleRate)
    let cap = Int(min(longestSeconds, Self.longest) * rate)
    // Rules count in frames of 10 ms or in output frames, so a finer search would not find less.
    let step = max(1, facts.sampleRate / 100)
    func findings(_ samples: Int) -> [Finding] {
      var facts = facts
      facts.samples = samples
      return Survival(facts, self).findings
    }
    let atCap = findings(cap)
    guard !atCap.contains(where: { $0.effect == .drops && $0.rule.isSatisfiedByPadding }) else {
      return nil
    }
    let unsatisfiable = Set(atCap.map(\.rule))
    func fits(_ samples: Int) -> Bool {
      findings(samples).allSatisfy {
        !$0.rule.isSatisfiedByPadding || unsatisfiable.contains($0.rule) && $0.effect != .drops
      }
    }
    var (short, long) = (0, cap / step)
    while long - short > 1 {
      let middle = (short + long) / 2
      if fits(middle * step) { long = middle } else { short = middle }
    }
    let needed = long * step + Int((Self.margin * rate).rounded(.up))
    let isKept = needed <= cap && !findings(needed).contains { $0.effect == .drops }
    return isKept ? needed : nil
  }
}
