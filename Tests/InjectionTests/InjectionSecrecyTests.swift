import Files
import Foundation
import Randomness
import TestSupport
import Testing

/// Files other than the ledger must not distinguish controls from trained canaries.
@Suite struct InjectionSecrecyTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  @Test func `names of probe files have the same form for all roles`() throws {
    let ledger = try corpus.inject {
      $0.experiment.design.tracers = 4
      $0.maxShare = 0.1
    }.ledger
    let digits = Set("0123456789abcdef")
    for canary in ledger.canaries {
      for id in [canary.probeID] + canary.trainingIDs {
        #expect(id.count == 20 && id.allSatisfy(digits.contains))
      }
    }
    for checkUtterance in ledger.checkUtterances {
      #expect(
        checkUtterance.probeID.count == 20 && checkUtterance.probeID.allSatisfy(digits.contains))
    }
  }

  @Test func `no id of the probe set occurs in the training data`() throws {
    let ledger = try corpus.inject().ledger
    let probes = ledger.canaries.map(\.probeID) + ledger.checkUtterances.map(\.probeID)
    #expect(ledger.trainingIDs.isDisjoint(with: probes))
    #expect(Set(probes).count == probes.count)
  }

  @Test func `no manifest and no path names a role`() throws {
    try corpus.inject()
    let words = ["control", "trained", "tracer", "canary", "check utterance", "tier", "coin"]
    for manifest in ["out/train/train.json", "out/probe/probe.json"] {
      for entry in try corpus.entries(manifest) {
        let path = entry.audio.replacing(corpus.directory.path, with: "")
        for word in words { #expect(!path.contains(word)) }
      }
    }
    let paths = try corpus.tree("out").keys.filter { $0.contains("/") }
    for path in paths { for word in words { #expect(!path.contains(word)) } }
  }

  @Test func `probe entries of all roles have the same keys`() throws {
    try corpus.inject()
    let keys = try corpus.directory.read("out/probe/probe.json").split(separator: 0x0A)
      .map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        return (object ?? [:]).keys.sorted()
      }
    #expect(Set(keys) == [["audio_filepath", "duration", "text"]])
  }

  @Test func `the order of the probe set is independent of the roles`() throws {
    var before = 0
    var pairs = 0
    for seed in 1...6 {
      let ledger = try corpus.inject {
        $0.experiment.seed = Seed(short: UInt64(seed))
        $0.output.path = corpus.directory("out\(seed)")
      }.ledger
      let ids = try corpus.entries("out\(seed)/probe/probe.json").map { stem(of: $0.audio) }
      #expect(ids == ids.sorted())
      let roles = Dictionary(
        uniqueKeysWithValues: ledger.canaries.map { ($0.probeID, $0.role) })
      let order = ids.compactMap { roles[$0] }
      for (index, role) in order.enumerated() where role == .control {
        before += order[..<index].count { $0 == .trained }
        pairs += order.count { $0 == .trained }
      }
    }
    // Mann and Whitney: about half, with a standard deviation of 3 points over six runs.
    #expect(abs(Double(before) / Double(pairs) - 0.5) < 0.15)
  }

  @Test func `the ledger is the only secret file, and only its owner can read it`() throws {
    let ledger = try corpus.inject().ledger
    let attributes = try FileManager.default.attributesOfItem(
      atPath: corpus.directory("out/ledger.json"))
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let commitment = String(
      decoding: try corpus.directory.read("out/commitment.json"), as: UTF8.self)
    #expect(!commitment.contains(ledger.header.seed))
    for canary in ledger.canaries {
      #expect(!commitment.contains(canary.text) && !commitment.contains(canary.probeID))
    }
  }
}
