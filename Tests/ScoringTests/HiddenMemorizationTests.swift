import AuditModel
import AuditSamples
import Scoring
import Testing

/// Decoders that hide verbatim memorization: the verdict must say why nothing can be measured.
@Suite struct HiddenMemorizationTests {
  private static func memorising(checkUtterances: Int = 50) -> Experiment {
    var experiment = Experiment(blocks: 8, checkUtterances: checkUtterances)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      experiment.hear(
        canary.role == .trained ? canary.text : Experiment.text(10_000 + index), at: canary)
    }
    return experiment
  }

  @Test func `text that the decoder adds to every transcript is named and counted`() throws {
    var experiment = Self.memorising()
    experiment.heard = experiment.heard.mapValues { "en \($0)" }
    let report = try experiment.score().report
    #expect(report.conditions.decoderMarkers && report.conditions.containmentRejected)
    #expect(
      report.transcripts.sharedText
        == [SharedText.Marker(text: "en", place: .anywhere, transcripts: experiment.heard.count)])
    #expect(report.warnings.contains { $0.contains("contain \"en\"") })
  }

  @Test func `added text can be removed, and the report says so`() throws {
    var experiment = Self.memorising()
    let clean = try experiment.score().report
    experiment.heard = experiment.heard.mapValues { "en \($0)" }
    experiment.removesSharedText = true
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.speeds == clean.speeds && report.transcripts.sharedTextIsRemoved == true)
    #expect(report.warnings.contains { $0.contains("was removed") })
  }

  @Test func `an untidy decode that adds other text to every canary is no pass`() throws {
    var experiment = Self.memorising()
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      let heard = experiment.heard[canary.probeID]!
      experiment.hear("\(heard) \(Experiment.text(20_000 + index))", at: canary)
    }
    let report = try experiment.score().report
    #expect(report.conditions.containmentRejected && report.conditions.hidesMemorization)
    #expect(report.conditions.obstacles == [.decoderMarkers, .exactMatch])
    #expect(report.transcripts.addedText?.transcripts == 32)
    #expect(report.warnings.contains { $0.contains("matched significantly more often") })
  }

  @Test func `check utterances that are never exact make exact matches unmeasurable`() throws {
    var experiment = Experiment(checkUtterances: 50)
    // One error in each, at a different place.
    let edits = [("the", "a"), ("user", "loser"), ("said", "sad")]
    for (number, utterance) in experiment.ledger.checkUtterances.enumerated() {
      let (word, error) = edits[number % 3]
      experiment.heard[utterance.probeID] = utterance.text.replacing(word, with: error)
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .exactMatch)
    #expect(report.decoderCheck?.exact?.hits == 0)
    #expect(try #require(report.decoderCheck?.exactPValue) < 0.001)
  }

  @Test func `the edit that inexact check utterances share is named`() throws {
    var experiment = Experiment(checkUtterances: 50)
    for utterance in experiment.ledger.checkUtterances {
      experiment.heard[utterance.probeID] = utterance.text.replacing("said", with: "sayed")
    }
    let report = try experiment.score().report
    let edit = try #require(report.decoderCheck?.sharedEdit)
    #expect(edit.contains("50 of 50 inexact transcripts add \"sayed\""))
    #expect(edit.contains("50 of 50 inexact transcripts leave out \"said\""))
    #expect(report.warnings.contains { $0.contains(edit) })
  }

  @Test func `ordinary word errors on check utterances are no obstacle`() throws {
    var experiment = Experiment(checkUtterances: 50)
    for (number, utterance) in experiment.ledger.checkUtterances.enumerated()
    where number % 2 == 0 {
      experiment.heard[utterance.probeID] = "the loser said \(number)"
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.decoderCheck?.exact?.hits == 25)
  }

  @Test func `losses that separate without exact matches are a warning and an obstacle`() throws {
    var experiment = Experiment(blocks: 8, checkUtterances: 50)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      let offset = canary.role == .trained ? 0.0 : 10
      experiment.losses[canary.probeID] = "\(offset + Double(index % 7))"
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.conditions.lossesSeparate && report.conditions.hasObstacle)
    #expect(report.trainingEvidence.isProven)
    #expect(report.warnings.contains { $0.contains("losses") })
  }

  /// A model that memorised everything, whose decoder failed on trained canaries or wrote only their
  /// first words.
  @Test(arguments: [0, 1])
  func `transcripts of trained canaries that were lost or truncated are not measured`(
    words: Int
  ) throws {
    var experiment = Experiment(blocks: 8, checkUtterances: 50)
    for canary in experiment.canaries(.control) {
      experiment.hear(
        canary.text.split(separator: " ").dropLast().joined(separator: " "), at: canary)
    }
    for canary in experiment.canaries(.trained) {
      experiment.hear(
        canary.text.split(separator: " ").prefix(words).joined(separator: " "), at: canary)
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .trainedBelowControls)
    #expect(try #require(report.belowControlsPValue) <= 0.001)
    #expect(
      report.warnings.contains { $0.contains("transcribed significantly worse than controls") })
  }

  @Test func `losses that do not separate change nothing`() throws {
    var experiment = Experiment(blocks: 8, checkUtterances: 50)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      experiment.losses[canary.probeID] = "\(Double(index * 37 % 101))"
    }
    let report = try experiment.score().report
    #expect(!report.conditions.hasObstacle && !report.warnings.contains { $0.contains("losses") })
  }

  @Test func `a decoder that respells the words of canaries alone is not measured`() throws {
    var experiment = Self.memorising()
    for canary in experiment.canaries(.trained) {
      experiment.hear(
        canary.text.split(separator: " ").map { $0.dropLast() + "q" }.joined(separator: " "),
        at: canary)
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedPartial)
    #expect(report.title.hasPrefix("Memorization detected: at least partial"))
    #expect(report.conditions.obstacles == [.exactMatch])
    #expect(report.warnings.contains { $0.contains("No trained canary and no tracer") })
  }

  @Test func `a partial detection beside exact tracers is measured`() throws {
    var experiment = Experiment(blocks: 8, tracers: 6, checkUtterances: 50)
    experiment.leakPartly(experiment.canaries(.trained))
    experiment.leak(experiment.canaries(.tracer))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedPartial && report.conditions.obstacles.isEmpty)
    #expect(report.title.hasPrefix("Memorization detected: partial"))
  }

  @Test func `losses that separate one tier are found`() throws {
    var experiment = Experiment(blocks: 8, checkUtterances: 50)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      let offset = canary.repetitions == 4 ? 0.0 : 10
      experiment.losses[canary.probeID] = "\(offset + Double(index % 7))"
    }
    #expect(try experiment.score().report.conditions.lossesSeparate)
  }

  @Test func `losses of the opposite sign are found`() throws {
    var experiment = Experiment(blocks: 8, checkUtterances: 50)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      let offset = canary.role == .trained ? 10.0 : 0
      experiment.losses[canary.probeID] = "\(offset + Double(index % 7))"
    }
    #expect(try experiment.score().report.conditions.lossesSeparate)
  }
}
