import AuditModel
import Files
import Foundation
import Injection
import Manifests
import Randomness
import TestSupport
import Testing

@Suite struct InjectionRefusalTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  private func refusal(
    _ change: (inout InjectionRequest) throws -> Void
  ) throws -> Problem {
    try #require(#expect(throws: Problem.self) { try corpus.inject(change) })
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6])
  func `too large a share is refused with a design that fits`(seed: UInt64) throws {
    let corpus = try InjectedCorpus(seconds: 18)
    let large: (inout InjectionRequest) -> Void = {
      $0.experiment.seed = Seed(short: seed)
      $0.experiment.design.coins = 120
      $0.experiment.design.blocks = 12
    }
    let refused = #expect(throws: Problem.self) { try corpus.inject(large) }
    #expect(refused?.kind == .usage)
    guard case .shareTooLarge(_, _, let smaller?, _) = refused?.cause as? InjectionProblem else {
      Issue.record("\(String(describing: refused))")
      return
    }
    let (coins, blocks) = (smaller.coins, smaller.blocks)
    #expect(coins < 120 && blocks < 12)
    let ledger = try corpus.inject {
      large(&$0)
      $0.experiment.design.coins = coins
      $0.experiment.design.blocks = blocks
    }.ledger
    #expect(ledger.header.share <= 0.05)
    #expect(ledger.header.share > 0.03)
  }

  /// The number of copies follows from the seed, so too many heads are known before anything is
  /// rendered.
  @Test func `a share that the coins make too large is refused before rendering`() throws {
    var (refusedEarly, accepted) = (0, 0)
    for seed in 1...12 {
      var request = try corpus.request(seed: UInt64(seed))
      request.maxShare = 0.9
      let plan = try InjectionPlanner(request).plan { _, _, _ in }
      // The limit leaves 4% for the lengths of the canaries, which are estimated from a few.
      request.maxShare = plan.share(injected: plan.estimatedInjectedSeconds * 1.04)
      guard let affordable = try? InjectionPlanner(request).plan(progress: { _, _, _ in }) else {
        refusedEarly += 1
        continue
      }
      request.output.path = corpus.directory("out\(seed)")
      #expect(throws: Never.self) {
        try Injector(request).inject(affordable) { _, _, _ in }
      }
      accepted += 1
    }
    #expect(refusedEarly > 0 && accepted > 0, "\(refusedEarly) \(accepted)")
  }

  @Test func `a corpus that is too small for any design is refused`() throws {
    let corpus = try InjectedCorpus(seconds: 0.5)
    let refused = #expect(throws: Problem.self) { try corpus.inject() }
    guard case .shareTooLarge(_, _, nil, _) = refused?.cause as? InjectionProblem else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(!corpus.directory.exists("out"))
  }

  @Test func `a larger share is injected if the user allows it`() throws {
    let corpus = try InjectedCorpus(seconds: 0.5)
    let ledger = try corpus.inject { $0.maxShare = 0.9 }.ledger
    #expect(ledger.header.share > 0.05)
    #expect(
      abs(
        ledger.header.share - ledger.header.injectedSeconds
          / (ledger.header.injectedSeconds + 30)) < 1e-12)
  }

  @Test func `a corpus that already has canaries is refused`() throws {
    let ledger = try corpus.inject().ledger
    let refused = try refusal {
      $0.corpus = try ManifestFormat.nemo.open(corpus.directory("out/train/train.json"))
      $0.output.path = corpus.directory("again")
      $0.experiment.seed = Seed(short: 2)
      $0.knownLedgers = [("out/ledger.json", ledger)]
    }
    #expect(refused.kind == .badData)
    #expect(refused.message.contains("out/ledger.json"))
    #expect(refused.line == ledger.positions[0])
  }

  @Test func `a synthesizer that fails leaves no files`() throws {
    let before = try corpus.directory.names()
    let word = try corpus.inject { $0.output.path = corpus.directory("whole") }
      .ledger.canaries.last!.text.split(separator: " ")[0]
    try FileManager.default.removeItem(atPath: corpus.directory("whole"))
    let refused = try refusal { $0.voices.synthesizer = ToneSynthesizer(mute: String(word)) }
    #expect(refused.message == "cannot say '\(word)'")
    #expect(try corpus.directory.names() == before)
  }

  @Test func `an existing output is not changed without force`() throws {
    try corpus.directory.write("out/mine", "mine")
    #expect(try refusal { _ in }.kind == .cannotWrite)
    #expect(try corpus.directory.names(in: "out") == ["mine"])
  }

  @Test func `audio that is too long for the recipe is refused before anything is written`() throws
  {
    let refused = try refusal {
      $0.ctc = CTCGuard(frameRate: 100, tokens: .words, maxSeconds: 0.15)
    }
    #expect(refused.kind == .preflight)
    #expect(refused.cause is InjectionProblem)
    #expect(refused.message.contains("0.15 s"))
    #expect(!corpus.directory.exists("out"))
  }

  @Test func `a gate that a clean model could not pass is refused`() throws {
    let refused = try refusal { $0.experiment.gate = [GateLimit(max: 0.05, repetitions: [1])] }
    #expect(refused.kind == .usage)
    #expect(refused.cause is LimitProblem)
  }

  @Test func `an invalid key is refused`() throws {
    #expect(
      try refusal { $0.output.signingKeyPEM = "not a key" }.message.contains("private key"))
    #expect(!corpus.directory.exists("out"))
  }
}
