import AuditModel
import AuditSamples
import Randomness
import Scoring
import Testing

/// Decoders that write canaries of digits, letters and scripts without spaces in their own way.
@Suite struct CanaryFormInScoringTests {
  /// An audit whose canaries have other texts.
  private func experiment(_ unit: PhraseUnit, _ text: (inout RandomStream) -> String) -> Experiment
  {
    var experiment = Experiment(blocks: 8)
    var random = Seed(short: 14).stream("canaries")
    experiment.ledger.header.design.unit = unit
    for index in experiment.ledger.canaries.indices {
      experiment.ledger.canaries[index].text = text(&random)
    }
    return experiment
  }

  private func digits(_ random: inout RandomStream) -> String {
    (0..<7).map { _ in random.pick(PhraseUnit.digitNames) }.joined(separator: " ")
  }

  private func letters(_ random: inout RandomStream) -> String {
    (0..<7).map { _ in random.pick(["a", "b", "c", "k", "q", "z"]) }.joined(separator: " ")
  }

  private func chinese(_ random: inout RandomStream) -> String {
    (0..<5).map { _ in random.pick(["你好", "世界", "学习", "机器", "天气", "朋友"]) }.joined(separator: " ")
  }

  /// The report where the model writes the trained canaries out in a way of its own, and nothing of
  /// the controls.
  private func report(_ experiment: Experiment, _ write: (String) -> String) throws -> Report {
    var experiment = experiment
    for canary in experiment.ledger.canaries {
      experiment.hear(canary.role == .trained ? write(canary.text) : "the of and", at: canary)
    }
    return try experiment.score().report
  }

  @Test func `figures are as exact as number words`() throws {
    let experiment = experiment(.digits, digits)
    func figures(_ text: String) -> [String] {
      text.split(separator: " ").map { word in
        String(PhraseUnit.digitNames.firstIndex(of: String(word))!)
      }
    }
    let words = try report(experiment) { $0 }
    #expect(words.verdict.code == .detectedVerbatim)
    #expect(words.transcripts.normalizer == "basic-1" && words.transcripts.canaryForm == "digits-1")
    for separator in ["", " ", "-", ", "] {
      let written = try report(experiment) { figures($0).joined(separator: separator) }
      #expect(written.verdict == words.verdict && written.speeds == words.speeds)
    }
    // One wrong digit of seven is a near match.
    let wrong = try report(experiment) { text in
      (figures(text).dropLast() + ["\((Int(figures(text).last!)! + 1) % 10)"]).joined()
    }
    let tier = wrong.speeds[0].tiers[0].trained
    #expect(tier.exact.hits == 0 && tier.near.hits == tier.near.trials)
    #expect(abs((tier.characterErrors?.rate ?? 9) - 1.0 / 7) < 1e-12)
    #expect(tier.characterErrors == tier.wordErrors)
  }

  @Test func `joined and dotted letters are as exact as spaced letters`() throws {
    let experiment = experiment(.letters, letters)
    let spaced = try report(experiment) { $0 }
    #expect(spaced.verdict.code == .detectedVerbatim)
    #expect(spaced.transcripts.canaryForm == "letters-1")
    for write: (String) -> String in [
      { $0.replacing(" ", with: "") }, { $0.replacing(" ", with: ". ") + "." }, { $0.uppercased() },
    ] {
      let written = try report(experiment, write)
      #expect(written.verdict == spaced.verdict && written.speeds == spaced.speeds)
    }
    let tier = spaced.speeds[0].tiers[0].trained
    #expect(tier.wordErrors?.referenceLength == 7 * tier.exact.trials)
  }

  @Test func `Chinese without spaces is exact, and characters count as words`() throws {
    let experiment = experiment(.words, chinese)
    let spaced = try report(experiment) { $0 }
    let joined = try report(experiment) { $0.replacing(" ", with: "") }
    #expect(
      joined.verdict.code == .detectedVerbatim && joined.transcripts.canaryForm == "unspaced-1")
    #expect(joined.speeds == spaced.speeds)
    let wrong = try report(experiment) { $0.replacing(" ", with: "").dropLast() + "錯" }
    let tier = wrong.speeds[0].tiers[0].trained
    #expect(tier.exact.hits == 0)
    #expect(tier.characterErrors?.rate == 0.1 && tier.characterErrors == tier.wordErrors)
  }

  @Test(arguments: [
    ["null eins zwei drei vier fünf sechs sieben acht neun", "words"],
    ["0️⃣ 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣ 7️⃣ 8️⃣ 9️⃣", "joined"],
    ["⚀ ⚁ ⚂ ⚃ ⚄ ⚅ ♟ ♞ ♝ ♜", "joined"],
  ])
  func `digits in an unexpected spelling are no pass`(_ spelling: [String]) throws {
    let names = spelling[0].split(separator: " ").map(String.init)
    let report = try report(experiment(.digits, digits)) { text in
      text.split(separator: " ").map { names[PhraseUnit.digitNames.firstIndex(of: String($0))!] }
        .joined(separator: spelling[1] == "words" ? " " : "")
    }
    #expect(report.verdict.code == .detectedVerbatim || report.conditions.patternRejected)
    #expect(report.verdict.code == .detectedVerbatim || report.verdict.code == .exactMatch)
    #expect(report.conditions.hidesMemorization != (report.verdict.code == .detectedVerbatim))
  }

  @Test func `letters in a spelling alphabet are no pass`() throws {
    let names = [
      "a": "alfa", "b": "bravo", "c": "charlie", "k": "kilo", "q": "québec", "z": "zulu",
    ]
    let report = try report(experiment(.letters, letters)) { text in
      text.split(separator: " ").map { names[String($0)]! }.joined(separator: " ")
    }
    #expect(report.verdict.code == .exactMatch && report.conditions.hidesMemorization)
    #expect(report.warnings.contains { $0.contains("in another way") })
  }

  @Test func `digits that the model has not memorised have no pattern`() throws {
    var random = Seed(short: 3).stream("heard")
    var experiment = experiment(.digits, digits)
    for canary in experiment.ledger.canaries { experiment.hear(digits(&random), at: canary) }
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected && !report.conditions.patternRejected)
  }

  @Test func `check utterances of digits keep the declared normaliser`() throws {
    var experiment = experiment(.digits, digits)
    for utterance in experiment.ledger.checkUtterances {
      experiment.heard[utterance.probeID] = "the user said one two"
    }
    let check = try #require(experiment.score().report.decoderCheck)
    #expect(check.wordErrorRate == 0.5)
  }

  @Test func `the words of canaries are compared as before`() throws {
    var experiment = Experiment(blocks: 8)
    experiment.leak(experiment.canaries(.trained))
    #expect(try experiment.score().report.transcripts.canaryForm == nil)
  }
}
