import Foundation
import TestSupport
import Testing

/// A canary that CTC cannot align, with the embedded recogniser: it is predicted to be dropped, left
/// out by training, counted, and makes the audit not measurable.
struct EmbeddedConsumptionTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    // Seven words need seven output frames. At 2x the audio has ten, at 4x five.
    try expectSuccess(
      asrAudit(
        injection(
          of: SampleCorpus.shared.get().manifest, to: place("audit"), "--speeds", "2,4",
          "--max-share", "0.5", "--training-evidence", "assumed")))
    try place.write(
      "recipe.yml",
      """
      model:
        {sample_rate: 8000, mel_bins: 16, subsampling_factor: 2, d_model: 8, n_layers: 1, n_heads: 2}
      tokens: {kind: words}
      training: {epochs: 2, batch_size: 32, warmup_steps: 2}
      augmentation: {frequency_width: 4}
      """)
    try place.write(
      "profile.yml",
      """
      name: tiny
      other_filters: none
      loss: ctc
      zero_infinity: none
      sample_rate: 8000
      feature_frames: snip-edges
      subsampling: [[3, 2, 1]]
      speed_factors: none
      time_masks: none
      epochs: 2
      """)
  }

  private struct Evidence: Decodable {
    struct Canary: Decodable {
      let probe: String
      let repetitions: Int
      let level: String
      let copies: Int
      let excluded: Int
      let presentations: Int?
      let isPredictedToBeDropped: Bool?
    }
    let canaries: [Canary]
  }

  @Test func `an infeasible canary is predicted, left out, counted and not measurable`() throws {
    let ledger = place("audit/ledger.json")
    let manifest = place("audit/train/train.json")
    let prediction = try asrAudit([
      "check", "--ledger", ledger, "--profile", place("profile.yml"), "--tokenizer", "words",
    ])
    #expect(prediction.status == 3, "\(prediction.errors)")
    #expect(prediction.output.contains("ctc_length"))

    let refused = try asrAudit([
      "train", "--manifest", manifest, "--config", place("recipe.yml"), "--output", place("no"),
      "--ledger", ledger,
    ])
    #expect(refused.status == 65, "training on infeasible canaries must be refused by default")
    let trained = try asrAudit([
      "train", "--manifest", manifest, "--config", place("recipe.yml"), "--output", place("model"),
      "--ledger", ledger, "--unusable", "skip", "--clip", "per-example", "--max-grad-norm", "1",
    ])
    try expectSuccess(trained)

    let seen = try asrAudit([
      "check", "--ledger", ledger, "--profile", place("profile.yml"), "--tokenizer", "words",
      "--seen", place("model"), "--output", place("evidence.json"),
    ])
    #expect(seen.status == 3, "\(seen.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let evidence = try decoder.decode(
      Evidence.self, from: Data(place.read("evidence.json")))
    let record = try LedgerRecord(ledger)
    let frames = Dictionary(uniqueKeysWithValues: record.canaries.map { ($0.probe, $0.frames) })
    let longest = try #require(record.canaries.map(\.frames).max())
    for canary in evidence.canaries {
      let isFast = try #require(frames[canary.probe]) < longest * 3 / 4
      #expect(canary.isPredictedToBeDropped == isFast)
      #expect(canary.copies == (isFast ? 0 : canary.repetitions))
      #expect(canary.excluded == (isFast ? canary.repetitions : 0))
      #expect(canary.level == (isFast ? "planted" : "gradient"))
      #expect(canary.presentations == (isFast ? nil : 2 * canary.repetitions))
    }

    let transcripts = try place.write(
      "hyp.json",
      ScriptedDecoder.alike.decodeNeMo(
        probe: place("audit/probe/probe.json"), ledger: record))
    func verdict(_ output: String, _ more: String...) throws -> String {
      try expectSuccess(
        asrAudit(
          [
            "score", "--ledger", ledger, "--transcripts", transcripts, "--output", place(output),
          ] + more))
      return try ReportRecord(place("\(output)/report.json")).verdict.code
    }
    #expect(try verdict("without") == "not_detected")
    #expect(try verdict("with", "--evidence", place("evidence.json")) == "not_measurable_unproven")
  }
}
