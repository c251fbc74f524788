import Foundation
import TestSupport
import Testing

/// The log's figures for canaries and for ordinary speech.
struct TrainingLogTests {
  private let corpus: ToneCorpus
  /// The number of canaries in the manifest.
  private let canaries: Int
  private let ordinary = 12
  private let ledger: String
  private var place: TemporaryDirectory { corpus.place }

  /// Writes a manifest with the tones and the canaries of an audit.
  init() throws {
    corpus = try ToneCorpus()
    let audit = try SampleAudit.nemo.get()
    ledger = audit.ledger
    let ids = Set(try LedgerRecord(audit.ledger).canaries.flatMap(\.train))
    let lines = try String(contentsOfFile: "\(audit.directory)/train/train.json", encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .filter { line in
        line.split(separator: "\"").contains { part in
          ids.contains(String(part.split(separator: "/").last?.split(separator: ".").first ?? ""))
        }
      }
    try #require(lines.count == ids.count)
    canaries = lines.count
    try corpus.manifest("mixed.json", and: lines.joined(separator: "\n") + "\n")
  }

  private struct Group {
    let values: [String: Any]
    func callAsFunction(_ name: String) -> Double { values[name] as? Double ?? .nan }
  }

  /// Trains for an epoch on the mixed manifest and returns each line of its log with the two groups.
  private func log(
    batch: Int, _ options: String...
  ) throws -> [(line: Group, ordinary: Group, canaries: Group)] {
    let steps = (ordinary + canaries + batch - 1) / batch
    let recipe = try place.write(
      "epoch.yml",
      """
      model:
        {sample_rate: 8000, mel_bins: 16, subsampling_factor: 2, d_model: 8, n_layers: 1, n_heads: 2}
      tokens: {kind: words}
      training: {epochs: 1, batch_size: \(batch), warmup_steps: 2}
      augmentation: {frequency_width: 4}
      """)
    try expectSuccess(
      corpus.train(
        "run", manifest: "mixed.json", recipe: recipe, ["--ledger", ledger] + options))
    let objects = try corpus.objects("run/log.jsonl")
    #expect(objects.count == steps)
    return try objects.map {
      (
        Group(values: $0), Group(values: try #require($0["ordinary"] as? [String: Any])),
        Group(values: try #require($0["canaries"] as? [String: Any]))
      )
    }
  }

  private func close(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-5 * b.magnitude }

  @Test func `an epoch has every utterance once, and its losses by group`() throws {
    let log = try log(batch: 16)
    #expect(log.reduce(0) { $0 + $1.canaries("examples") } == Double(canaries))
    #expect(log.reduce(0) { $0 + $1.ordinary("examples") } == Double(ordinary))
    for (line, ordinary, canaries) in log {
      var sum = 0.0
      for group in [ordinary, canaries] where group("examples") > 0 {
        sum += group("examples") * group("loss")
      }
      #expect(close(sum / (ordinary("examples") + canaries("examples")), line("loss")))
      #expect(line.values["bound"] == nil && ordinary("units") == 0 && canaries("units") == 0)
    }
  }

  /// A batch of one utterance belongs to one group, and its norm is the step's norm.
  @Test func `norms and the clipped share are reported by group`() throws {
    for (line, ordinary, canaries) in try log(
      batch: 1, "--clip", "per-example", "--max-grad-norm", "inf")
    {
      let (own, other) = ordinary("examples") == 1 ? (ordinary, canaries) : (canaries, ordinary)
      #expect(own("units") == 1 && own("clipped") == 0 && line.values["bound"] is NSNull)
      for name in ["norm_p10", "norm_p50", "norm_p90", "norm_max"] {
        #expect(close(own(name), line("gradient_norm")))
      }
      #expect(own("loss") == line("loss"))
      #expect(other.values as? [String: Double] == ["examples": 0, "units": 0])
    }
  }

  @Test func `gradients above the norm are clipped and counted`() throws {
    for (line, ordinary, canaries) in try log(
      batch: 16, "--clip", "per-example", "--max-grad-norm", "1e-3")
    {
      #expect(line("bound") == 1e-3)
      #expect(line("gradient_norm") <= 1e-3 * (1 + 1e-5))
      for group in [ordinary, canaries] {
        #expect(group("units") == group("examples"))
        if group("units") > 0 {
          #expect(group("clipped") == 1)
          #expect(
            group("norm_p10") <= group("norm_p50") && group("norm_p50") <= group("norm_p90")
              && group("norm_p90") <= group("norm_max") && group("norm_p10") > 1e-3)
        }
      }
    }
  }

  @Test func `a virtual core with a canary counts in the group of canaries`() throws {
    for (_, ordinary, canaries) in try log(batch: 16, "--clip", "per-core", "--virtual-cores", "1")
    {
      let isMixed = canaries("examples") > 0
      #expect(canaries("units") == (isMixed ? 1 : 0) && ordinary("units") == (isMixed ? 0 : 1))
    }
  }

  @Test func `without a ledger all utterances are ordinary`() throws {
    try expectSuccess(corpus.train("plain"))
    for object in try corpus.objects("plain/log.jsonl") {
      #expect(object["canaries"] == nil)
      #expect((object["ordinary"] as? [String: Any])?["examples"] as? Int == 4)
    }
  }
}
