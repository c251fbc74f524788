import AuditModel
import AuditSamples
import Dispatch
import Foundation
import Injection
import Randomness
import Scoring
import Synchronization
import Testing

/// Four simulated learners through the real drawing, assignment and scoring. A model that learns words
/// and no utterance must not be reported as one that memorised utterances.
///
/// `ATTRIBUTION_DESIGN=default swift test -c release --filter AttributionSimulationTests` simulates the
/// default design and prints the same table; it takes some minutes.
@Suite struct AttributionSimulationTests {
  private enum Learner: String, CaseIterable {
    case words, utterances, both, neither
    var knowsWords: Bool { self == .words || self == .both }
    var knowsUtterances: Bool { self == .utterances || self == .both }
  }

  private struct Rates {
    var detected = 0
    var utterances = 0
    var words = 0
    var audits = 0
  }

  private static let isDefaultDesign =
    ProcessInfo.processInfo.environment["ATTRIBUTION_DESIGN"] == "default"
  private static let audits = 100

  private static var design: Design {
    var design = Design()
    design.recombinedControls = true
    if !isDefaultDesign { (design.coins, design.blocks) = (40, 8) }
    return design
  }

  /// Each word is right with probability 1 − exp(−rate × copies of the word in training), and each
  /// copy of a trained canary is memorised with the given probability.
  private func report(_ learner: Learner, _ run: Int) throws -> Report {
    let seed = Seed(short: UInt64(run))
    var experiment = try Experiment(
      design: Self.design, voices: ["a", "b", "c", "d"], seed: seed)
    var copies: [Substring: Int] = [:]
    for canary in experiment.ledger.canaries {
      for word in canary.text.split(separator: " ") {
        copies[word, default: 0] += canary.repetitions
      }
    }
    var random = seed.stream("model that knows \(learner)")
    for canary in experiment.ledger.probes {
      let copyCount = Double(canary.repetitions)
      let isMemorised =
        learner.knowsUtterances && random.unit() < 1 - pow(1 - Self.ratePerCopy, copyCount)
      let heard = canary.text.split(separator: " ").map { word -> Substring in
        let isRight =
          learner.knowsWords && random.unit() < 1 - exp(-Self.wordRate * Double(copies[word] ?? 0))
        return isRight ? word : random.pick(CommonWords.all)[...]
      }
      experiment.hear(isMemorised ? canary.text : heard.joined(separator: " "), at: canary)
    }
    return try experiment.score().report
  }

  private static let wordRate = 0.3
  private static let ratePerCopy = 0.05

  private func rates(_ learner: Learner) -> Rates {
    let rates = Mutex(Rates())
    DispatchQueue.concurrentPerform(iterations: Self.audits) { run in
      guard let report = try? report(learner, run), let attribution = report.attribution else {
        return
      }
      rates.withLock { rates in
        rates.audits += 1
        rates.detected += report.verdict.code.isDetection ? 1 : 0
        rates.utterances += attribution.utterances.rejected ? 1 : 0
        rates.words += attribution.words.rejected ? 1 : 0
      }
    }
    return rates.withLock { $0 }
  }

  @Test func `words are not reported as utterances`() {
    var table = "learner      audits  detected  utterances  words\n"
    var found: [Learner: Rates] = [:]
    for learner in Learner.allCases {
      let rates = rates(learner)
      found[learner] = rates
      let counts = [rates.audits, rates.detected, rates.utterances, rates.words]
      table += learner.rawValue + "  " + counts.map(String.init).joined(separator: "  ") + "\n"
    }
    print(table)
    for rates in found.values { #expect(rates.audits == Self.audits) }
    // 100 audits at level 0.05: more than 11 have a probability below 0.005.
    #expect(found[.words]!.detected >= 90)
    #expect(found[.words]!.words >= 90)
    #expect(found[.words]!.utterances <= 11)
    #expect(found[.utterances]!.utterances >= 50)
    #expect(found[.utterances]!.words <= 11)
    #expect(found[.both]!.utterances >= 20)
    #expect(found[.both]!.words >= 90)
    #expect(found[.neither]!.utterances <= 11 && found[.neither]!.words <= 11)
  }
}
