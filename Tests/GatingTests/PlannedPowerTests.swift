import AuditModel
import AuditSamples
import Dispatch
import Integrity
import Randomness
import Statistics
import Synchronization
import Testing

/// Scoring detects as often as `plan` predicts: models with known effects, as transcripts, through
/// the real scoring code.
@Suite struct PlannedPowerTests {
  /// Effects measured on small Conformers, by tier: the share of exact matches, and the accuracy of
  /// the others relative to controls.
  static let effects: [AssumedEffect] = [
    // Training without clipping, canaries at 4x speed.
    AssumedEffect(exact: [0, 0, 0, 0, 0.2], closer: [0.01, 0.04, 0.01, 0.17, 0.61]),
    // Per-example clipping, Adam.
    AssumedEffect(exact: [0, 0, 0, 0, 0], closer: [-0.01, -0.01, -0.04, -0.03, 0.13]),
    // Per-example clipping, SGD.
    AssumedEffect(exact: [0, 0, 0, 0, 0], closer: [-0.02, -0.01, 0, 0.04, 0.08]),
    // A few exact matches and no other effect.
    AssumedEffect(exact: 0.05, tiers: 5),
  ]

  private static let runs = 100

  private func experiment() -> Experiment {
    Experiment(blocks: 8, allocation: [(2, 2), (4, 2), (8, 1), (16, 1), (0, 5)], coins: 40)
  }

  private func detected(_ effect: AssumedEffect, runs: Int) throws -> Double {
    let counts = Mutex((detected: 0, failed: 0))
    DispatchQueue.concurrentPerform(iterations: runs) { run in
      var experiment = experiment()
      // A common seed would share its permutations, and their sampling error, among all runs.
      experiment.ledger.header.seed = Seed(short: UInt64(run)).bytes.hex
      var random = Seed(short: UInt64(run)).stream("injected model")
      for canary in experiment.ledger.canaries {
        experiment.hear(canary, by: effect, &random)
      }
      let report = try? experiment.score().report
      counts.withLock {
        $0.detected += report?.verdict.code.isDetection ?? false ? 1 : 0
        $0.failed += report == nil ? 1 : 0
      }
    }
    let (detected, failed) = counts.withLock { $0 }
    #expect(failed == 0)
    return Double(detected) / Double(runs)
  }

  @Test(arguments: effects)
  func `detection is as frequent as planned, within five points and two standard errors`(
    effect: AssumedEffect
  ) throws {
    let header = experiment().ledger.header
    let planned = DetectionPower(header.design, voices: 1, primaryAnalysis: header.primaryAnalysis)
      .detections(of: effect, runs: 1_000, seed: Seed(short: 1)).rate!
    let found = try detected(effect, runs: Self.runs)
    let error = (planned * (1 - planned) / Double(Self.runs)).squareRoot()
    #expect(abs(found - planned) <= 0.05 + 2 * error, "\(found) found, \(planned) planned")
  }

  @Test func `a clean model of the default sizes passes the default gate`() throws {
    var experiment = Experiment(
      blocks: 20, allocation: [(2, 2), (4, 2), (8, 1), (16, 1), (0, 5)], coins: 200)
    let clean = AssumedEffect(tiers: 5)
    for run in 0..<3 {
      var random = Seed(short: UInt64(run)).stream("clean model")
      for canary in experiment.ledger.canaries {
        experiment.hear(canary, by: clean, &random)
      }
      let report = try experiment.score().report
      #expect(try judge(report, GateLimit.standard).overall == .pass)
    }
  }
}
