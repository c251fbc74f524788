import AuditSamples
import Dispatch
import Randomness
import Scoring
import Synchronization
import Testing

/// The false-alarm rate for models without memorization, through the real scoring code.
@Suite struct NullSimulationTests {
  /// Transcripts with heavily tied error rates, as sped-up speech has: most are empty, some have
  /// the first words, a few are nearly right, and very few are exact.
  private func scored(_ run: Int) throws -> Report {
    var experiment = Experiment(
      blocks: 8, allocation: [(2, 2), (4, 2), (8, 1), (16, 1), (0, 5)], coins: 40)
    var random = Seed(short: UInt64(run)).stream("null model")
    for canary in experiment.ledger.canaries {
      let words = canary.text.split(separator: " ")
      let kept =
        switch random.below(50) {
        case ..<30: 0
        case ..<40: 1
        case ..<46: 2
        case ..<49: words.count - 1
        default: words.count
        }
      experiment.hear(words.prefix(kept).joined(separator: " "), at: canary)
    }
    return try experiment.score().report
  }

  @Test func `at most 6.5% of models without memorization are detected at level 0.05`() throws {
    let found = Mutex((detected: 0, trends: 0, below: 0, failures: 0))
    DispatchQueue.concurrentPerform(iterations: 2_000) { run in
      let report = try? scored(run)
      found.withLock { found in
        if let report {
          if report.verdict.code.isDetection { found.detected += 1 }
          if report.trend!.pValue <= 0.05 { found.trends += 1 }
          if report.conditions.trainedBelowControls { found.below += 1 }
        } else {
          found.failures += 1
        }
      }
    }
    let (detected, trends, below, failures) = found.withLock { $0 }
    #expect(failures == 0)
    #expect(detected <= 130, "\(detected) of 2,000 detected")
    #expect(trends <= 130, "\(trends) of 2,000 with a trend")
    // Two are expected at level 0.001.
    #expect(below <= 9, "\(below) of 2,000 with trained canaries below controls")
    // A test that never detects anything must not pass.
    #expect(detected >= 40, "\(detected) of 2,000 detected")
  }
}
