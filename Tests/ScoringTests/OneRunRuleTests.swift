import AuditSamples
import Files
import Foundation
import Scoring
import Testing

/// The rule that chooses the guesses of the one-run bounds.
@Suite struct OneRunRuleTests {
  /// Sixty coins, of which the first `exact` trained ones are written out.
  private func privacy(
    exact: Int, controls: Int = 0, fewest: Int? = 8, coins: Int = 60
  ) throws -> Report.PrivacyResult? {
    var experiment = Experiment(blocks: 4, coins: coins)
    experiment.ledger.header.primaryAnalysis.epsilonFewestExact = fewest
    experiment.leak(experiment.canaries(.trained, 1).prefix(exact))
    let tails = experiment.ledger.canaries.filter { $0.block == .coin && $0.role == .control }
    experiment.leak(tails.prefix(controls))
    return try experiment.score().report.speeds[0].privacy
  }

  @Test func `from 8 exact transcripts on, exactly these are guessed to be trained`() throws {
    let bound = try #require(try privacy(exact: 11, controls: 1)?.oneRun)
    #expect(bound.rule == .exactTranscripts && bound.guessedTrained == 12)
    #expect(bound.guessedControls == 0 && bound.correct == 11 && bound.delta == 0)
    // P(X >= 11 of 12) = 12 q¹¹ (1 - q) + q¹² = 0.05 for q = 0.661.
    let q = 1 / (1 + exp(-bound.epsilon))
    #expect(abs(12 * pow(q, 11) * (1 - q) + pow(q, 12) - 0.05) < 1e-9)
  }

  @Test func `with fewer exact transcripts, or without the rule, guesses are ranked`() throws {
    let few = try #require(try privacy(exact: 7)?.oneRun)
    #expect(few.rule == .ranked)
    #expect(few.guessedTrained == 20 && few.guessedControls == 20)
    let old = try #require(try privacy(exact: 20, fewest: nil)?.oneRun)
    #expect(old.rule == nil && old.guessedTrained == 20 && old.guessedControls == 20)
    #expect(try privacy(exact: 20, fewest: nil)?.gaussian == nil)
  }

  /// Twenty exact transcripts among 200 coins: ranked guesses add ten right and ten wrong ones.
  @Test func `the rule raises the bound where some transcripts are exact`() throws {
    let exact = try #require(try privacy(exact: 20, coins: 200)?.oneRun)
    let ranked = try #require(try privacy(exact: 20, fewest: nil, coins: 200)?.oneRun)
    #expect(exact.epsilon > ranked.epsilon + 0.5)
    #expect(exact.epsilon < exact.ceiling)
  }

  @Test func `too few coins for ranked guesses leave the bound of exact transcripts`() throws {
    #expect(try privacy(exact: 7, coins: 30)?.oneRun == nil)
    let bound = try #require(try privacy(exact: 12, coins: 30)?.oneRun)
    #expect(bound.rule == .exactTranscripts && bound.correct == 12)
    #expect(try privacy(exact: 12, coins: 30)?.gaussian == nil)
  }

  @Test func `a model that gives every trained canary away reaches the largest bound`() throws {
    let bound = try #require(try privacy(exact: 100, coins: 200)?.oneRun)
    #expect(bound.correct == 100 && bound.epsilon == bound.ceiling)
    // log(x / (1 - x)) for x = 0.05^(1/100).
    #expect(abs(bound.ceiling - 3.49297) < 0.00001)
  }

  @Test func `the Gaussian bound has ranked guesses, a fixed number, and is the larger one`() throws
  {
    let privacy = try #require(try self.privacy(exact: 20, coins: 200))
    let gaussian = try #require(privacy.gaussian)
    #expect(gaussian.guesses == 40 && gaussian.correct >= 20 && gaussian.delta == 1e-5)
    let ranked = try #require(try self.privacy(exact: 20, fewest: nil, coins: 200)?.oneRun)
    #expect(gaussian.correct == ranked.correct)
    #expect(gaussian.epsilon > ranked.epsilon && gaussian.epsilon < gaussian.ceiling)
    // The known bound for 40 correct guesses of 40 among 200 canaries.
    #expect(abs(gaussian.ceiling - 4.534) < 0.0005)
  }

  @Test func `a Gaussian bound with impossible counts is refused`() throws {
    var experiment = Experiment(blocks: 4, coins: 60)
    experiment.leak(experiment.canaries(.trained, 1))
    let report = try experiment.score().report
    try report.checkConsistency()
    for count in [Int.max, -1] {
      for path in [\Report.PrivacyResult.Gaussian.guesses, \.correct, \.canaries] {
        var edited = report
        edited.speeds[0].privacy!.gaussian![keyPath: path] = count
        #expect(throws: Problem.self) { try edited.checkConsistency() }
      }
    }
  }

  @Test func `guesses that the coins cannot fill give no bound`() throws {
    for guesses in [[-1, 41], [20], [20, Int.max], [0, 0]] {
      var experiment = Experiment(blocks: 4, coins: 60)
      experiment.ledger.header.primaryAnalysis.epsilonGuesses = guesses
      #expect(try experiment.score().report.speeds[0].privacy?.oneRun == nil)
    }
  }
}
