import Profiles
import Testing

/// The shortest audio with which a text survives.
struct PaddingTests {
  private func facts(_ text: String, samples: Int = 0) -> UtteranceFacts {
    UtteranceFacts(
      text: text, samples: samples, sampleRate: 16_000, tokens: TokenLength(boundsOf: text))
  }

  static let texts = [
    "one", "seven words that are hardly ever spoken", "aa bb cc dd ee ff gg",
    "extraordinary circumstances notwithstanding",
  ]

  /// Kaldi is never certain, because it needs an alignment.
  private static let certain = ProfileCatalog.names.filter { $0 != "kaldi-chain" }

  @Test(arguments: certain, texts)
  func `a text of this length survives every built-in profile`(_ name: String, _ text: String)
    throws
  {
    let profile = try ProfileCatalog.profile(name)
    let samples = try #require(profile.samplesNeeded(facts(text)))
    let survival = Survival(facts(text, samples: samples), profile)
    #expect(survival.outcome == .survives, "\(survival)")
    #expect(survival.factors == profile.factors)
  }

  @Test(arguments: certain, texts)
  func `half a tenth of a second less does not survive, or nothing was needed`(
    _ name: String, _ text: String
  ) throws {
    let profile = try ProfileCatalog.profile(name)
    let samples = try #require(profile.samplesNeeded(facts(text)))
    // The margin is 20 ms.
    guard samples > 1_600 else { return }
    let survival = Survival(facts(text, samples: samples - 800), profile)
    #expect(survival.outcome != .survives)
  }

  @Test func `Kaldi's shortest chunk is kept with its fast copy`() throws {
    let profile = try ProfileCatalog.profile("kaldi-chain")
    let samples = try #require(profile.samplesNeeded(facts("one two three")))
    let survival = Survival(facts("one two three", samples: samples), profile)
    #expect(survival.outcome == .unknown)
    #expect(survival.findings.contains { $0.rule == .alignment })
    #expect(survival.factors == [0.9, 1, 1.1])
  }

  @Test func `a text that no allowed length can hold needs none`() throws {
    let profile = try ProfileFile.parse(
      """
      name: ours
      other_filters: none
      max_duration: 2
      max_characters_per_second: 10
      loss: attention
      speed_factors: none
      time_masks: none
      """)
    #expect(profile.samplesNeeded(facts("a text of more than twenty characters")) == nil)
    #expect(profile.samplesNeeded(facts("eighteen letters..")) != nil)
    #expect(profile.longestSeconds == 2)
  }

  @Test func `the slowest copy limits the longest audio`() throws {
    let profile = try ProfileCatalog.profile("icefall-zipformer")
    #expect(profile.longestSeconds == 18)
  }
}
