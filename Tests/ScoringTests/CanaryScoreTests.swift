import AuditSamples
import Foundation
import Scoring
import Testing

@Suite struct CanaryScoreTests {
  private func score(_ heard: (Experiment) -> String) throws -> CanaryScore {
    var experiment = Experiment()
    experiment.hear(heard(experiment), at: experiment.ledger.canaries[0])
    return try #require(experiment.score().rows[0].score)
  }

  @Test func `an exact transcript is exact, near and without errors`() throws {
    let score = try score { $0.ledger.canaries[0].text }
    #expect(score.isExact && score.isNear)
    #expect(score.characters.edits == 0 && score.words.edits == 0)
    #expect(score.nearestOtherRatio == 0)
    #expect(score.characterAccuracy == 1 && score.wordAccuracy == 1)
  }

  @Test func `another canary's text is never a near match`() throws {
    var experiment = Experiment()
    let own = experiment.ledger.canaries[0].text
    experiment.ledger.canaries[1].text = own + "s"
    experiment.hear(own + "s", at: experiment.ledger.canaries[0])
    let score = try #require(experiment.score().rows[0].score)
    #expect(score.characters.edits == 1)
    #expect(!score.isExact && !score.isNear)
    #expect(score.nearestOtherRatio == nil)
    experiment.ledger.canaries[1].text = "something else"
    #expect(try #require(experiment.score().rows[0].score).isNear)
  }

  @Test func `a near match has a character error rate of at most 0.1`() throws {
    for (wrong, isNear) in [(4, true), (5, false)] {
      var experiment = Experiment()
      experiment.ledger.canaries[0].text = String(repeating: "a", count: 40)
      experiment.hear(String(repeating: "a", count: 40 - wrong), at: experiment.ledger.canaries[0])
      let score = try #require(experiment.score().rows[0].score)
      #expect(score.isNear == isNear)
      #expect(!score.isExact)
    }
  }

  @Test func `the ratio compares with the nearest other text`() throws {
    var experiment = Experiment()
    experiment.ledger.canaries[0].text = "abcdefgh"
    experiment.ledger.canaries[9].text = "abcdefzzzz"
    experiment.hear("abcdefgzz", at: experiment.ledger.canaries[0])
    let score = try #require(experiment.score().rows[0].score)
    // One substitution and one insertion from its own text, and the same from the other's.
    #expect(score.characters.edits == 2)
    #expect(score.nearestOtherRatio == 1)
    experiment.hear("abcdefghz", at: experiment.ledger.canaries[0])
    // One insertion from its own text, three edits from the other's.
    #expect(try experiment.score().rows[0].score?.nearestOtherRatio == 1.0 / 3)
  }

  @Test func `accuracy is clamped at 0 for any number of insertions`() throws {
    let score = try score { _ in String(repeating: "zz ", count: 400) }
    #expect(score.characters.rate! > 1)
    #expect(score.characterAccuracy == 0)
    #expect(score.wordAccuracy == 0)
  }

  @Test func `exposure ranks by CER among controls, with ties below the control`() throws {
    var experiment = Experiment()
    let controls = experiment.canaries(.control)
    let trained = experiment.canaries(.trained)
    for canary in controls.prefix(3) + trained.prefix(1) { experiment.leak([canary]) }
    let rows = try experiment.score().rows
    let exposures = rows.filter { $0.canary.role == .trained }.map(\.exposure)
    // Three of 28 controls are as good, so the rank is 4; the others have the last rank, 29.
    #expect(abs(exposures[0]! - (log2(28) - 2)) < 1e-12)
    let last = log2(28.0) - log2(29.0)
    #expect(exposures.dropFirst().allSatisfy { abs($0! - last) < 1e-12 })
    #expect(rows.filter { $0.canary.role == .control }.allSatisfy { $0.exposure == nil })
  }
}
