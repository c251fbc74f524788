import AuditModel
import Files
import Foundation
import Injection
import Randomness
import TestSupport
import Testing

/// An injection with recombined controls.
@Suite struct RecombinedInjectionTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  private func inject(
    seed: UInt64 = 1, _ change: (inout Design) -> Void = { _ in }
  ) throws -> Ledger {
    try corpus.inject {
      $0.experiment.seed = Seed(short: seed)
      $0.experiment.design.recombinedControls = true
      $0.experiment.design.tracers = 4
      $0.maxShare = 0.1
      $0.output.force = true
      change(&$0.experiment.design)
    }.ledger
  }

  @Test func `every randomised canary has a recombined control, tracers have none`() throws {
    let ledger = try inject()
    let randomised = ledger.canaries.filter { $0.role != .tracer }
    #expect(ledger.canaries.count == randomised.count + 4)
    #expect(ledger.recombinedControls.map(\.recombines) == randomised.map(\.probeID))
    for (control, canary) in zip(ledger.recombinedControls, randomised) {
      let words = [control.text, canary.text].map { $0.split(separator: " ") }
      #expect(words[0] != words[1] && words[0].sorted() == words[1].sorted())
      #expect(control.voice == canary.voice && control.speed == canary.speed)
      #expect(control.block == canary.block && control.labelGroup == canary.labelGroup)
      #expect(control.role == .recombined && control.trainingIDs.isEmpty)
    }
  }

  @Test func `the probe set has both orders, the training data only the canaries`() throws {
    let ledger = try inject()
    let probed = try corpus.entries("out/probe/probe.json")
    #expect(probed.count == ledger.probes.count + ledger.checkUtterances.count)
    let probeTexts = Set(probed.map(\.text))
    #expect(ledger.probes.allSatisfy { probeTexts.contains($0.text) })
    let trainingTexts = Set(try corpus.entries("out/train/train.json").map(\.text))
    for control in ledger.recombinedControls { #expect(!trainingTexts.contains(control.text)) }
    for canary in ledger.canaries {
      #expect(trainingTexts.contains(canary.text) == (canary.repetitions > 0))
    }
    let design = ledger.header.design
    #expect(design.probes == probed.count)
  }

  @Test func `a coin decides which text is the canary, in trained canaries and controls alike`()
    throws
  {
    var first: [Canary.Role: [Bool]] = [:]
    for seed in 1...4 {
      let ledger = try inject(seed: UInt64(seed))
      // Without the arm the first text of a candidate is always the canary.
      let texts = try corpus.inject {
        $0.experiment.seed = Seed(short: UInt64(seed))
        $0.experiment.design.tracers = 4
        $0.maxShare = 0.1
        $0.output.force = true
      }.ledger.canaries.map(\.text)
      for (canary, text) in zip(ledger.canaries, texts) {
        first[canary.role, default: []].append(canary.text == text)
      }
    }
    #expect(first[.tracer]!.allSatisfy { $0 })
    for role in [Canary.Role.trained, .control] {
      let heads = first[role]!.count { $0 }
      let tosses = Double(first[role]!.count)
      #expect(abs(Double(heads) - tosses / 2) < 4 * (tosses / 4).squareRoot(), "\(role)")
    }
  }

  @Test func `roles, voices and speeds are those of the injection without the arm`() throws {
    let with = try inject().canaries
    let without = try inject { $0.recombinedControls = false }.canaries
    #expect(with.map(\.role) == without.map(\.role))
    #expect(with.map(\.repetitions) == without.map(\.repetitions))
    #expect(with.map(\.block) == without.map(\.block))
    #expect(with.map(\.voice) == without.map(\.voice))
  }

  /// Ids are hashes of the seed, so their order is that of random numbers.
  @Test func `neither names nor order of the probe set tell a canary from its recombination`()
    throws
  {
    var before = 0
    var pairs = 0
    for seed in 1...4 {
      let ledger = try inject(seed: UInt64(seed))
      for control in ledger.recombinedControls {
        #expect(control.probeID.count == 20)
        pairs += 1
        if control.probeID < control.recombines! { before += 1 }
      }
      let order = try corpus.entries("out/probe/probe.json").map { stem(of: $0.audio) }
      let synthetic = Set(ledger.probes.map(\.probeID))
      #expect(order.filter(synthetic.contains) == synthetic.sorted())
    }
    let deviation = abs(Double(before) - Double(pairs) / 2)
    #expect(deviation < 4 * (Double(pairs) / 4).squareRoot())
  }

  @Test func `natural-speed probes exist for both orders`() throws {
    let ledger = try inject { $0.naturalSpeedProbes = true }
    #expect(ledger.probes.allSatisfy { $0.naturalSpeedID != nil })
    #expect(
      try corpus.entries("out/probe/probe.json").count
        == 2 * ledger.probes.count + ledger.checkUtterances.count)
  }

  @Test func `verification checks their audio and entries, and removal restores the original`()
    throws
  {
    let ledger = try inject()
    func verify() throws -> Verification {
      try Verification(
        ledger: corpus.directory("out/ledger.json"), commitment: nil, publicKeyPEM: nil)
    }
    #expect(try verify().failed == [])
    let files = ledger.probes.count + ledger.trainingIDs.count
    #expect(try verify().passed.contains { $0.contains("all \(files) audio files") })

    let removal = try Removal(
      of: ledger, from: corpus.directory("out/train/train.json"),
      to: corpus.directory("restored.json"), force: false, allowsMissing: false)
    #expect(removal.removed == ledger.trainingIDs.count && removal.changedFiles == [])
    #expect(
      try corpus.directory.read("restored.json") == corpus.directory.read("corpus/train.json"))

    let id = ledger.recombinedControls[2].probeID
    var bytes = try corpus.directory.read("out/probe/utterances/\(id).wav")
    bytes[bytes.count / 2] ^= 1
    try corpus.directory.write("out/probe/utterances/\(id).wav", bytes)
    let failed = try verify().failed
    #expect(failed.count == 1 && failed[0].contains(id))
  }

  @Test func `audio that is too long is drawn again as a pair, and no file is left over`() throws {
    let ledger = try corpus.inject {
      $0.experiment.design.recombinedControls = true
      // The tones of a canary take about as long as this recipe allows.
      $0.ctc = CTCGuard(frameRate: 25, tokens: .words, maxSeconds: 0.9)
    }.ledger
    let audio = try corpus.tree("out").keys.filter {
      $0.hasPrefix("probe/utterances/") && $0.hasSuffix(".wav")
    }
    let synthetic = Set(ledger.probes.map { "probe/utterances/\($0.probeID).wav" })
    #expect(Set(audio).isSuperset(of: synthetic))
    #expect(audio.count <= synthetic.count + ledger.checkUtterances.count)
  }
}
