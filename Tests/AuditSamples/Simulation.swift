import AuditModel
import Dispatch
import Foundation
import Randomness
import Scoring
import Statistics
import Synchronization

/// Tables of simulated audits through the real scoring code, with the analysis that new ledgers
/// declare and the one that ledgers of earlier versions declare.
package struct Simulation {
  package let runs: Int

  package init(runs: Int) { self.runs = runs }

  // MARK: - Without memorization

  /// The share of models without memorization for which each analysis shows something: nominally at
  /// most 5%.
  package func nullCalibration() throws -> [String] {
    let models: [(String, @Sendable (inout Experiment, inout RandomStream) -> Void)] = [
      ("continuous accuracies", { Self.hearAll(&$0, AssumedEffect(tiers: 5), &$1) }),
      (
        "5% exact, controls too",
        {
          Self.hearAll(&$0, Self.effect(exact: 0.05, controls: 0.05, tiers: 5), &$1)
        }
      ),
      ("heavily tied", Self.hearTied),
    ]
    var lines = [
      "model | detected | partial p <= .05 | trend p <= .05 | epsilon > 0 | Gaussian > 0"
    ]
    for (name, hear) in models {
      let reports = try scored { run in
        var experiment = Self.small
        experiment.flipCoins(run)
        var random = Seed(short: UInt64(run)).stream("null \(name)")
        hear(&experiment, &random)
        return experiment
      }
      let found = [
        reports.count { $0.verdict.code.isDetection },
        reports.count { $0.primaryAnalysis!.partial.pValue <= 0.05 },
        reports.count { ($0.trend?.pValue ?? 1) <= 0.05 },
        reports.count { ($0.speeds[0].privacy?.oneRun?.epsilon ?? 0) > 0 },
        reports.count { ($0.speeds[0].privacy?.gaussian?.epsilon ?? 0) > 0 },
      ]
      lines.append(([name] + found.map { share($0) }).joined(separator: " | "))
    }
    return lines
  }

  // MARK: - Power

  package static let effects: [(name: String, effect: AssumedEffect)] = [
    ("exact 3% everywhere", AssumedEffect(exact: 0.03, tiers: 5)),
    (
      "closer, saturates at 2",
      AssumedEffect(exact: zero, closer: [0.02, 0.035, 0.035, 0.035, 0.035])
    ),
    ("closer, log dose", AssumedEffect(exact: zero, closer: [0.01, 0.02, 0.03, 0.04, 0.05])),
    ("closer, grows with r", AssumedEffect(exact: zero, closer: [0.006, 0.012, 0.024, 0.05, 0.1])),
    ("closer, 16 copies only", AssumedEffect(exact: zero, closer: [0, 0, 0, 0, 0.08])),
    ("exact 30%, 16 copies only", AssumedEffect(exact: [0, 0, 0, 0, 0.3], closer: zero)),
  ]
  private static let zero = [0.0, 0, 0, 0, 0]

  /// The share of detections in the default design, beside the share that `plan` predicts.
  package func power() throws -> [String] {
    var lines = ["effect | old | plan, old | new | plan, new | partial alone: old | new"]
    for (name, effect) in Self.effects {
      var cells: [String] = []
      var alone: [String] = []
      for isEarlier in [true, false] {
        let reports = try scored { run in
          var experiment = isEarlier ? Self.large.withEarlierAnalysis : Self.large
          experiment.flipCoins(run)
          var random = Seed(short: UInt64(run)).stream("power \(name)")
          Self.hearAll(&experiment, effect, &random)
          return experiment
        }
        let header =
          isEarlier ? Self.large.withEarlierAnalysis.ledger.header : Self.large.ledger.header
        let planned = DetectionPower(
          header.design, voices: 1, primaryAnalysis: header.primaryAnalysis
        ).detections(of: effect, runs: 400, seed: Seed(short: 1))
        cells += [
          share(reports.count { $0.verdict.code.isDetection }), decimals(planned.rate!),
        ]
        alone.append(share(reports.count { $0.primaryAnalysis!.partial.pValue <= 0.05 }))
      }
      lines.append(([name] + cells + alone).joined(separator: " | "))
    }
    return lines
  }

  // MARK: - Epsilon

  /// The mean bounds of epsilon of 200 coins, and the share of bounds above the truth, for exact
  /// rates of trained canaries and controls.
  package func epsilon() throws -> [String] {
    var lines = ["trained/controls | truth | old | above | new | above | Gaussian | above"]
    for (trained, controls) in [
      (0.5, 0.5), (0.6, 0.4), (0.75, 0.25), (0.88, 0.12), (0.95, 0.05), (0.5, 0.1), (0.2, 0.02),
      (0.1, 0), (0.2, 0), (0.3, 0), (0.5, 0),
    ] {
      let effect = Self.effect(exact: trained, controls: controls, tiers: 1)
      let truth =
        controls == 0
        ? Double.infinity : max(log(trained / controls), log((1 - controls) / (1 - trained)))
      func reports(_ template: Experiment) throws -> [Report] {
        try scored { run in
          var experiment = template
          experiment.flipCoins(run)
          var random = Seed(short: UInt64(run)).stream("epsilon \(trained) \(controls)")
          Self.hearAll(&experiment, effect, &random)
          return experiment
        }
      }
      let coins = Experiment(blocks: 0, allocation: [], coins: 200, checkUtterances: 0)
      let old = try reports(coins.withEarlierAnalysis).map { $0.speeds[0].privacy!.oneRun!.epsilon }
      let new = try reports(coins).map { $0.speeds[0].privacy! }
      func cells(_ bounds: [Double]) -> [String] {
        [decimals(mean(bounds)), share(bounds.count { $0 > truth })]
      }
      lines.append(
        (["\(trained)/\(controls)", decimals(truth)] + cells(old)
          + cells(new.map { $0.oneRun!.epsilon }) + cells(new.map { $0.gaussian!.epsilon }))
          .joined(separator: " | "))
    }
    return lines
  }

  // MARK: - Parts

  private static let tiers = [(2, 2), (4, 2), (8, 1), (16, 1), (0, 5)]
    .map { (repetitions: $0.0, count: $0.1) }
  private static let small = Experiment(blocks: 8, allocation: tiers, coins: 60)
  private static let large = Experiment(blocks: 20, allocation: tiers, coins: 200)

  private static func effect(exact: Double, controls: Double, tiers: Int) -> AssumedEffect {
    var effect = AssumedEffect(exact: exact, tiers: tiers)
    effect.controlsExact = controls
    return effect
  }

  private static func hearAll(
    _ experiment: inout Experiment, _ effect: AssumedEffect, _ random: inout RandomStream
  ) {
    for canary in experiment.ledger.canaries { experiment.hear(canary, by: effect, &random) }
  }

  /// Most transcripts are empty, some have the first words, and few are exact.
  private static func hearTied(_ experiment: inout Experiment, _ random: inout RandomStream) {
    for canary in experiment.ledger.canaries {
      let words = canary.text.split(separator: " ")
      let kept = [0, 0, 0, 0, 0, 0, 1, 1, 2, words.count][random.below(10)]
      experiment.hear(words.prefix(kept).joined(separator: " "), at: canary)
    }
  }

  private func scored(_ make: @Sendable (Int) -> Experiment) throws -> [Report] {
    let results = Mutex([Int: Report]())
    DispatchQueue.concurrentPerform(iterations: runs) { run in
      guard let report = try? make(run).score().report else { return }
      results.withLock { $0[run] = report }
    }
    let reports = results.withLock { $0 }
    guard reports.count == runs else { throw Failure(missing: runs - reports.count) }
    return (0..<runs).map { reports[$0]! }
  }

  private struct Failure: Error { let missing: Int }

  private func share(_ count: Int) -> String { decimals(Double(count) / Double(runs)) }

  private func decimals(_ value: Double) -> String {
    value.isInfinite ? "inf" : "\((value * 1_000).rounded() / 1_000)"
  }
}
