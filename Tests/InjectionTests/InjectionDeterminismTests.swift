import Files
import Foundation
import Injection
import Randomness
import TestSupport
import Testing

@Suite struct InjectionDeterminismTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  /// The content of an injection's output, which is then deleted.
  private func tree(
    _ change: (inout InjectionRequest) throws -> Void = { _ in }
  ) throws -> [String: [UInt8]] {
    try corpus.inject(change)
    let tree = try corpus.tree("out")
    try FileManager.default.removeItem(atPath: corpus.output)
    return tree
  }

  @Test func `the same seed and inputs give the same bytes`() throws {
    let first = try tree { $0.experiment.design.naturalSpeedProbes = true }
    #expect(first.count > 150)
    #expect(try tree { $0.experiment.design.naturalSpeedProbes = true } == first)
  }

  @Test func `the bytes do not depend on the order of the threads`() throws {
    let first = try tree()
    let inTurn = ToneSynthesizer(turn: ToneSynthesizer.Turn())
    #expect(try tree { $0.voices.synthesizer = inTurn } == first)
  }

  @Test func `another seed gives other texts, names and roles`() throws {
    let ledgers = try [1, 2].map { (seed: UInt64) in
      try corpus.inject {
        $0.experiment.seed = Seed(short: seed)
        $0.output.path = corpus.directory("out\(seed)")
      }.ledger
    }
    let (one, other) = (ledgers[0].canaries, ledgers[1].canaries)
    #expect(Set(one.map(\.text)).isDisjoint(with: other.map(\.text)))
    #expect(Set(one.map(\.probeID)).isDisjoint(with: other.map(\.probeID)))
    #expect(ledgers[0].trainingIDs.isDisjoint(with: ledgers[1].trainingIDs))
    #expect(one.map(\.role) != other.map(\.role))
  }

  @Test func `the bytes do not depend on the time`() throws {
    let first = try tree()
    Thread.sleep(forTimeInterval: 1.1)
    #expect(try tree() == first)
  }
}
