import AuditModel
import Files
import Injection
import Profiles
import Tokenizers

/// The prediction for every canary and control of an audit: does training with a recipe use it?
package struct SurvivalCheck: Sendable {
  package struct Row: Sendable {
    package let canary: Canary
    package let seconds: Double
    package let tokens: TokenLength
    package let survival: Survival
    package let exposure: EffectiveExposure
  }

  package let profile: Profile
  /// The trained canaries, controls and tracers, in the ledger's order.
  package let rows: [Row]
  /// The rules that hit trained canaries and controls significantly unequally.
  package let unequal: [UnequalRule]

  /// - Parameters:
  ///   - tokens: the tokenizer of the recipe; nil if it is unknown.
  ///   - epochs: the number of epochs, if it is not that of the profile.
  ///   - manifest: what the training manifest has of the canaries; nil if it was not read.
  ///   - parts: manifests of which each may have some of the canaries; only the durations that they
  ///     state count.
  package init(
    _ ledger: Ledger, _ profile: Profile, tokens: (any Tokenizer)?, epochs: Int?,
    manifest: ManifestEntries? = nil, parts: [ManifestEntries] = []
  ) {
    self.profile = profile
    rows = ledger.canaries.map { canary in
      let length = tokens.map { TokenLength(canary.text, $0) } ?? TokenLength(boundsOf: canary.text)
      let facts = UtteranceFacts(
        text: canary.text, samples: canary.frames, sampleRate: ledger.header.audio.sampleRate,
        tokens: length, equalTexts: max(1, canary.repetitions))
      let survival = Self.survival(of: canary, facts, profile, manifest, parts)
      return Row(
        canary: canary, seconds: facts.seconds, tokens: length, survival: survival,
        exposure: EffectiveExposure(survival, profile, epochs: epochs))
    }
    unequal = UnequalRule.all(in: rows)
  }

  /// The worst outcome of the entries of a canary: filters trust the durations that entries state.
  private static func survival(
    of canary: Canary, _ facts: UtteranceFacts, _ profile: Profile, _ manifest: ManifestEntries?,
    _ parts: [ManifestEntries]
  ) -> Survival {
    let own = Survival(facts, profile)
    if let absence = manifest?.absence(of: canary) {
      return Survival(dropped: absence, others: own.findings)
    }
    let manifests = (manifest.map { [$0] } ?? []) + parts
    let stated = manifests.flatMap { $0.statedSeconds(of: canary) }.map { seconds in
      var facts = facts
      facts.statedSeconds = seconds
      return Survival(facts, profile)
    }
    let order: [Survival.Outcome] = [.dropped, .unknown, .atRisk, .survives]
    return ([own] + stated).min {
      order.firstIndex(of: $0.outcome)! < order.firstIndex(of: $1.outcome)!
    }!
  }

  /// The number of rows with an outcome.
  package func count(_ outcome: Survival.Outcome) -> Int {
    rows.count { $0.survival.outcome == outcome }
  }
}
