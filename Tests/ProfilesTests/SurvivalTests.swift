import Files
import Profiles
import Testing

/// Every rule of a profile, alone: utterances on both sides of its limit.
struct SurvivalTests {
  /// A profile with all filters known to be absent, and one statement more.
  private func profile(_ lines: String..., loss: String = "attention") throws -> Profile {
    try ProfileFile.parse(
      "name: ours\nother_filters: none\nloss: \(loss)\n"
        + (lines.contains { $0.hasPrefix("speed_factors") } ? "" : "speed_factors: none\n")
        + (lines.contains { $0.hasPrefix("time_masks") } ? "" : "time_masks: none\n")
        + lines.joined(separator: "\n") + "\n")
  }

  private func facts(
    _ seconds: Double, text: String = "one two three", tokens: TokenLength? = nil, copies: Int = 1
  ) -> UtteranceFacts {
    UtteranceFacts(
      text: text, samples: Int(seconds * 16_000), sampleRate: 16_000,
      tokens: tokens ?? .exact(tokens: 6, repeats: 0), equalTexts: copies)
  }

  private func expect(
    _ facts: UtteranceFacts, _ profile: Profile, _ outcome: Survival.Outcome,
    _ rule: SurvivalRule? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let survival = Survival(facts, profile)
    #expect(survival.outcome == outcome, "\(survival)", sourceLocation: sourceLocation)
    #expect(survival.reason?.rule == rule, "\(survival)", sourceLocation: sourceLocation)
  }

  @Test func `durations at inclusive bounds survive`() throws {
    let profile = try profile("min_duration: 1", "max_duration: 20")
    expect(facts(0.99), profile, .dropped, .minDuration)
    expect(facts(1), profile, .survives)
    expect(facts(20), profile, .survives)
    expect(facts(20.01), profile, .dropped, .maxDuration)
  }

  @Test func `durations at exclusive bounds are dropped`() throws {
    let profile = try profile("min_duration: 1", "max_duration: 20", "duration_bounds: exclusive")
    expect(facts(1), profile, .dropped, .minDuration)
    expect(facts(1.01), profile, .survives)
    expect(facts(20), profile, .dropped, .maxDuration)
    expect(facts(19.99), profile, .survives)
  }

  @Test func `added tokens and lost output frames count for CTC`() throws {
    let lines = [
      "zero_infinity: false", "feature_frames: floor", "subsampling: [[1, 10, 0]]",
    ].joined(separator: "\n")
    // One output frame at the start of every 100 ms, for six tokens.
    let plain = try profile(lines, loss: "ctc")
    expect(facts(0.5), plain, .dropped, .ctcLength)
    expect(facts(0.51), plain, .survives)
    for line in ["added_tokens: 1", "lost_output_frames: 1"] {
      let profile = try profile(lines, line, loss: "ctc")
      expect(facts(0.6), profile, .dropped, .ctcLength)
      expect(facts(0.61), profile, .survives)
    }
    let limited = try profile(lines, "added_tokens: 1", "max_tokens: 6", loss: "ctc")
    expect(facts(0.7), limited, .dropped, .maxTokens)
  }

  static let rates: [(line: String, short: Double, long: Double, rule: SurvivalRule)] = [
    // Six tokens and 13 characters.
    ("max_characters_per_second: 10", 1.2, 1.4, .maxCharactersPerSecond),
    ("max_tokens_per_second: 4", 1.4, 1.6, .maxTokensPerSecond),
    ("max_tokens_per_frame: 0.1", 0.59, 0.61, .maxTokensPerFrame),
    ("min_feature_frames: 100\nfeature_frames: floor", 0.99, 1, .minFeatureFrames),
    (
      "min_output_frames: 25\nfeature_frames: floor\nsubsampling: [[3, 2, 1], [3, 2, 1]]", 0.96, 1,
      .minOutputFrames
    ),
    (
      "min_frame_surplus: 2\nfeature_frames: floor\nsubsampling: [[1, 10, 0]]", 0.7, 0.8,
      .minFrameSurplus
    ),
    (
      "time_masks: 2\ntime_mask_frames: [10, 10]\nfeature_frames: floor", 0.2, 1, .timeMasks
    ),
  ]

  @Test(arguments: rates)
  func `rules of the length hit short audio only`(
    _ rate: (line: String, short: Double, long: Double, rule: SurvivalRule)
  ) throws {
    let profile = try profile(rate.line)
    expect(
      facts(rate.short), profile, rate.rule == .timeMasks ? .atRisk : .dropped, rate.rule)
    expect(facts(rate.long), profile, .survives)
  }

  @Test func `rules of the text hit texts on one side only`() throws {
    expect(facts(2), try profile("min_tokens: 7"), .dropped, .minTokens)
    expect(facts(2), try profile("min_tokens: 6"), .survives)
    expect(facts(2), try profile("max_tokens: 5"), .dropped, .maxTokens)
    expect(facts(2), try profile("max_tokens: 6"), .survives)
    expect(facts(2), try profile("min_words: 4"), .dropped, .minWords)
    expect(facts(2), try profile("min_words: 3"), .survives)
    expect(facts(2), try profile("max_characters: 12"), .dropped, .maxCharacters)
    expect(facts(2), try profile("max_characters: 13"), .survives)
    expect(facts(2), try profile("min_characters: 14"), .dropped, .minCharacters)
    expect(
      facts(20), try profile("min_characters_per_second: 1"), .dropped, .minCharactersPerSecond)
    expect(facts(7), try profile("min_tokens_per_frame: 0.01"), .dropped, .minTokensPerFrame)
  }

  @Test func `more equal texts than a recipe keeps are a risk`() throws {
    let profile = try profile("max_equal_texts: 10")
    expect(facts(2, copies: 10), profile, .survives)
    expect(facts(2, copies: 11), profile, .atRisk, .maxEqualTexts)
  }

  @Test func `CTC needs a frame for each token and each repeat`() throws {
    let lines = ["zero_infinity: true", "feature_frames: floor", "subsampling: [[1, 10, 0]]"]
      .joined(separator: "\n")
    // Ten output frames per second.
    let tokens = TokenLength.exact(tokens: 6, repeats: 2)
    for loss in ["ctc", "ctc-attention"] {
      let profile = try profile(lines, loss: loss)
      expect(facts(0.8, tokens: tokens), profile, .survives)
      expect(
        facts(0.7, tokens: tokens), profile, loss == "ctc" ? .dropped : .atRisk, .ctcLength)
    }
    expect(facts(0.7, tokens: tokens), try profile(lines), .survives)
  }

  @Test(arguments: [("true", "gradient is zero"), ("false", "spoils"), ("none", "infinite or")])
  func `the reason says what an infinite loss does`(_ setting: (value: String, words: String))
    throws
  {
    let profile = try profile(
      "zero_infinity: \(setting.value)", "feature_frames: floor", "subsampling: [[1, 10, 0]]",
      loss: "ctc")
    let survival = Survival(facts(0.3), profile)
    #expect(survival.outcome == .dropped)
    #expect(survival.reason?.detail.contains(setting.words) ?? false, "\(survival)")
  }

  @Test func `a text that the tokenizer cannot spell is dropped`() throws {
    expect(facts(2, tokens: .unspellable), try profile("max_duration: 20"), .dropped, .tokenizer)
  }

  @Test func `a rule is unknown where only some token counts break it`() throws {
    let unknownTokens = TokenLength(boundsOf: "one two three")
    let most = try profile("max_tokens_per_second: 10")
    // 3 to 14 tokens.
    expect(facts(0.2, tokens: unknownTokens), most, .dropped, .maxTokensPerSecond)
    expect(facts(1, tokens: unknownTokens), most, .unknown, .maxTokensPerSecond)
    expect(facts(1.5, tokens: unknownTokens), most, .survives)
    let ctc = try profile(
      "zero_infinity: true", "feature_frames: floor", "subsampling: [[1, 10, 0]]", loss: "ctc")
    expect(facts(0.2, tokens: unknownTokens), ctc, .dropped, .ctcLength)
    expect(facts(1, tokens: unknownTokens), ctc, .unknown, .ctcLength)
    expect(facts(2, tokens: unknownTokens), ctc, .survives)
  }

  static let silent: [(without: String, rule: SurvivalRule)] = [
    ("other_filters", .otherFilters), ("loss", .ctcLength), ("speed_factors", .otherFilters),
    ("time_masks", .timeMasks),
  ]

  @Test(arguments: silent)
  func `what a profile does not state is unknown and never survives`(
    _ silent: (without: String, rule: SurvivalRule)
  ) throws {
    let lines = [
      "name: ours", "other_filters: none", "loss: attention", "speed_factors: none",
      "time_masks: none",
    ]
    let profile = try ProfileFile.parse(
      lines.filter { !$0.hasPrefix(silent.without) }.joined(separator: "\n"))
    expect(facts(2), profile, .unknown, silent.rule)
    expect(facts(2), try ProfileFile.parse(lines.joined(separator: "\n")), .survives)
  }

  @Test func `a CTC loss without a frame formula is unknown`() throws {
    expect(facts(2), try profile("zero_infinity: true", loss: "ctc"), .unknown, .ctcLength)
  }

  @Test func `Kaldi's alignment is unknown, and a certain drop still counts`() throws {
    let profile = try profile("min_duration: 1", loss: "lattice-free-mmi")
    expect(facts(2), profile, .unknown, .alignment)
    expect(facts(0.5), profile, .dropped, .minDuration)
  }

  @Test func `copies at other speeds are checked, and some lost copies are a risk`() throws {
    let profile = try profile("min_duration: 1", "speed_factors: [0.9, 1.0, 1.1]")
    let whole = Survival(facts(1.1), profile)
    #expect(whole.outcome == .survives && whole.factors == [0.9, 1, 1.1])
    let some = Survival(facts(1.05), profile)
    #expect(some.outcome == .atRisk && some.factors == [0.9, 1])
    #expect(some.reason?.factor == 1.1 && some.reason?.sentence.hasPrefix("the 1.1x copy") ?? false)
    let slow = Survival(facts(0.95), profile)
    #expect(slow.outcome == .atRisk && slow.factors == [0.9])
    let none = Survival(facts(0.85), profile)
    #expect(none.outcome == .dropped && none.factors.isEmpty)
  }

  @Test func `filters that run before perturbation see the original only`() throws {
    let profile = try profile(
      "min_duration: 1", "speed_factors: [0.9, 1.0, 1.1]", "speed_selection: random",
      "speed_order: after-filters")
    expect(facts(1.05), profile, .survives)
    expect(facts(0.95), profile, .dropped, .minDuration)
    #expect(Survival(facts(0.95), profile).factors.isEmpty)
  }

  @Test func `effective exposure multiplies kept copies, epochs and repetitions`() throws {
    let copies = try profile("min_duration: 1", "speed_factors: [0.9, 1.0, 1.1]", "epochs: 30")
    func presentations(_ seconds: Double, _ profile: Profile, epochs: Int? = nil) -> Int? {
      EffectiveExposure(Survival(facts(seconds), profile), profile, epochs: epochs)
        .presentations(repetitions: 4)
    }
    #expect(presentations(2, copies) == 4 * 3 * 30)
    #expect(presentations(1.05, copies) == 4 * 2 * 30)
    #expect(presentations(0.5, copies) == 0)
    #expect(presentations(2, copies, epochs: 10) == 4 * 3 * 10)
    let random = try profile("speed_factors: [0.9, 1.0, 1.1]", "speed_selection: random")
    #expect(presentations(2, random) == nil)
    #expect(presentations(2, random, epochs: 7) == 4 * 7)
  }
}
