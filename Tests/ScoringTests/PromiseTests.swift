import AuditModel
import AuditSamples
import Files
import Foundation
import Randomness
import Scoring
import Statistics
import Testing

/// The comparison of a promised epsilon with the one-run bounds.
@Suite struct PromiseTests {
  private typealias Promise = Report.PromiseResult

  /// An audit of 200 coins with the transcripts of a mechanism.
  ///
  /// - Parameter hears: the number of words of a canary that the model writes out, 0...5.
  private func audit(
    _ run: Int, promising promise: PrivacyGuarantee, copies: Int = 1,
    hears: (Canary, inout RandomStream) -> Int
  ) throws -> Promise {
    var experiment = Experiment(blocks: 0, allocation: [], coins: 200, checkUtterances: 0)
    experiment.flipCoins(run)
    experiment.ledger.header.design.repetitions = [copies]
    experiment.ledger.header.primaryAnalysis.permutations = 99
    experiment.promise = promise
    var random = Seed(short: UInt64(run)).stream("promise")
    for index in experiment.ledger.canaries.indices {
      if experiment.ledger.canaries[index].role == .trained {
        experiment.ledger.canaries[index].repetitions = copies
      }
      let canary = experiment.ledger.canaries[index]
      let words = canary.text.split(separator: " ").prefix(hears(canary, &random))
      experiment.hear(words.joined(separator: " "), at: canary)
    }
    let report = try experiment.score().report
    try report.checkConsistency()
    return try #require(report.promise)
  }

  /// The Gaussian mechanism for one canary: its presence (0 or 1) plus noise, in steps.
  private func gaussian(
    deviation: Double
  ) -> (Canary, inout RandomStream) -> Int {
    { canary, random in
      let noise = NormalDistribution.quantile(max(random.unit(), 0x1p-53)) * deviation
      let score = (canary.role == .trained ? 1 : 0) + noise
      return min(4, max(0, Int((2 + (score - 0.5) / max(deviation, 0.01) * 1.5).rounded())))
    }
  }

  /// Randomised response: the canary's presence is told truthfully with probability
  /// exp(ε)/(1 + exp(ε)).
  private func response(epsilon: Double) -> (Canary, inout RandomStream) -> Int {
    { canary, random in
      let isTrue = random.unit() < 1 / (1 + exp(-epsilon))
      return (canary.role == .trained) == isTrue ? 5 : 0
    }
  }

  /// The noise with which the Gaussian mechanism keeps the promise.
  private func deviation(keeping promise: PrivacyGuarantee) -> Double {
    var (low, high) = (0.01, 100.0)
    while high > low * 1.0001 {
      let middle = (low * high).squareRoot()
      let epsilon = GaussianOneRunEpsilon.epsilon(mu: 1 / middle, delta: promise.delta)
      if epsilon <= promise.epsilon { high = middle } else { low = middle }
    }
    return high
  }

  @Test func `200 audits of a Gaussian mechanism never contradict its promise`() throws {
    let promise = PrivacyGuarantee(epsilon: 1, delta: 1e-5)
    let deviation = deviation(keeping: promise)
    #expect(abs(deviation - 3.73) < 0.01)
    for run in 0..<200 {
      let result = try audit(run, promising: promise, hears: gaussian(deviation: deviation))
      #expect(result.conclusion == .consistent, "\(run)")
      #expect(result.bounds.count == 1 && result.bounds[0].canBeViolated)
    }
  }

  @Test(arguments: [0, 0.1])
  func `a Gaussian mechanism without noise, or with a tenth of it, is found`(
    share: Double
  ) throws {
    let promise = PrivacyGuarantee(epsilon: 1, delta: 1e-5)
    let deviation = deviation(keeping: promise) * share
    for run in 0..<20 {
      let result = try audit(run, promising: promise, hears: gaussian(deviation: deviation))
      #expect(result.conclusion == .violated, "\(run)")
      #expect(result.sentence.contains("VIOLATED"))
    }
  }

  /// Randomised response meets its epsilon exactly, so a bound with a confidence of 95% exceeds it in
  /// up to 5% of audits: 19 of 200 or more have a probability of 0.4%.
  @Test func `200 audits of randomised response contradict its exact epsilon in at most 5%`() throws
  {
    let promise = PrivacyGuarantee(epsilon: 1, delta: 0)
    let violated = try (0..<200).count { run in
      try audit(run, promising: promise, hears: response(epsilon: 1)).conclusion == .violated
    }
    #expect(violated < 19, "\(violated)")
  }

  @Test func `200 audits never contradict a promise with a margin, and find a broken one`() throws {
    let promise = PrivacyGuarantee(epsilon: 1, delta: 0)
    for run in 0..<200 {
      let result = try audit(run, promising: promise, hears: response(epsilon: 0.5))
      #expect(result.conclusion == .consistent, "\(run)")
    }
    for run in 0..<20 {
      let result = try audit(run, promising: promise, hears: response(epsilon: 3))
      #expect(result.conclusion == .violated, "\(run)")
    }
  }

  @Test func `the coins' copies are a group, whose promise is larger`() throws {
    let promise = PrivacyGuarantee(epsilon: 1, delta: 1e-9)
    let honest = gaussian(deviation: 0)
    #expect(try audit(1, promising: promise, hears: honest).conclusion == .violated)
    let group = try audit(1, promising: promise, copies: 4, hears: honest)
    // 40 correct guesses show an epsilon of 2.5, which does not exceed 4.
    #expect(group.conclusion == .consistent && group.bounds[0].copies == 4)
    #expect(group.bounds[0].epsilon == 4)
    #expect(abs(group.bounds[0].delta / (4e-9 * exp(3)) - 1) < 1e-12)
    #expect(group.bounds[0].lowerBound == group.bounds[0].ceiling)
    #expect(!group.bounds[0].canBeViolated)
    #expect(group.sentence.contains("no model could contradict it"))
    #expect(group.groups.map(\.copies) == [4] && group.groups[0].epsilon == 4)
    #expect(group.groups[0].delta == group.bounds[0].delta)
  }

  /// The group's delta exceeds 1 with 16 copies: nothing is promised.
  @Test func `a promise that says nothing about 16 copies is never violated`() throws {
    let promise = PrivacyGuarantee(epsilon: 2, delta: 1e-6)
    let result = try audit(1, promising: promise, copies: 16, hears: gaussian(deviation: 0))
    #expect(result.conclusion == .consistent && result.groups[0].delta == 1)
    #expect(result.bounds[0].lowerBound == 0 && result.bounds[0].ceiling == 0)
  }

  /// A mechanism that reveals all coins with probability delta is private, and the guesses of such a
  /// run are all correct.
  @Test func `delta widens the bound`() throws {
    var last = Double.infinity
    for delta in [0, 1e-6, 1e-4, 1e-3, 1e-2] {
      let promise = PrivacyGuarantee(epsilon: 0.1, delta: delta)
      let bound = try audit(1, promising: promise, hears: gaussian(deviation: 0)).bounds[0]
      #expect(bound.guesses == 40 && bound.lowerBound < last, "\(delta)")
      last = bound.lowerBound
    }
    #expect(last == 0)
  }

  /// A rule for exact transcripts has no fixed number of guesses, so it is used at delta 0 only.
  @Test func `above delta 0 the number of guesses is fixed`() throws {
    let all: (Canary, inout RandomStream) -> Int = { canary, _ in canary.role == .trained ? 5 : 0 }
    let pure = try audit(1, promising: PrivacyGuarantee(epsilon: 3, delta: 0), hears: all)
    #expect(pure.bounds[0].guesses > 80 && pure.conclusion == .violated)
    let approximate = try audit(1, promising: PrivacyGuarantee(epsilon: 3, delta: 1e-9), hears: all)
    #expect(approximate.bounds[0].guesses == 40 && approximate.conclusion == .consistent)
  }

  @Test func `without a coin block a promise is untested`() throws {
    var experiment = Experiment()
    experiment.promise = PrivacyGuarantee(epsilon: 1, delta: 1e-6)
    let report = try experiment.score().report
    #expect(report.promise?.conclusion == .untested && report.promise?.bounds == [])
    #expect(report.promise?.groups.map(\.copies) == report.design.repetitions)
    experiment.promise = nil
    #expect(try experiment.score().report.promise == nil)
  }

  @Test func `an edited conclusion or count is refused`() throws {
    var experiment = Experiment(blocks: 4, coins: 60)
    experiment.promise = PrivacyGuarantee(epsilon: 1, delta: 0)
    let report = try experiment.score().report
    try report.checkConsistency()
    var edited = report
    edited.promise!.conclusion = .violated
    #expect(throws: Problem.self) { try edited.checkConsistency() }
    edited = report
    edited.promise!.bounds[0].guesses = .max
    #expect(throws: Problem.self) { try edited.checkConsistency() }
  }
}
