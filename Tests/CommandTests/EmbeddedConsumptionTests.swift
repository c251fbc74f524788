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
      let prediction: String?
    }
    let canaries: [Canary]
  }

  /// Whether the audio has fewer output frames than the words of the text need: frames of 25 ms every
  /// 10 ms, halved by a convolution with padding.
  private func isInfeasible(_ canary: LedgerRecord.Canary) -> Bool {
    let (window, hop) = (SampleCorpus.rate / 40, SampleCorpus.rate / 100)
    let features = canary.frames < window ? 0 : 1 + (canary.frames - window) / hop
    let words = canary.text.split(separator: " ")
    let repeats = zip(words, words.dropFirst()).count { $0 == $1 }
    return (features + 1) / 2 < words.count + repeats
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
    let infeasible = Set(record.canaries.filter(isInfeasible).map(\.probe))
    #expect(!infeasible.isEmpty && infeasible.count < record.canaries.count)
    for canary in evidence.canaries {
      let isLost = infeasible.contains(canary.probe)
      #expect(canary.prediction == (isLost ? "dropped" : "survives"))
      #expect(canary.copies == (isLost ? 0 : canary.repetitions))
      #expect(canary.excluded == (isLost ? canary.repetitions : 0))
      #expect(canary.level == (isLost ? "planted" : "gradient"))
      #expect(canary.presentations == (isLost ? nil : 2 * canary.repetitions))
    }

    // The run of this audit is no evidence for another one.
    try expectSuccess(
      asrAudit(injection(of: SampleCorpus.shared.get().manifest, to: place("other"), seed: 8)))
    expectProblem(
      try asrAudit(["check", "--ledger", place("other/ledger.json"), "--seen", place("model")]),
      status: 65, saying: "another ledger", "log.jsonl")
    // Without the list of left-out utterances it does not say which copies it used.
    try FileManager.default.createDirectory(
      atPath: place("moved"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: place("model/log.jsonl"), toPath: place("moved/log.jsonl"))
    expectProblem(
      try asrAudit(["check", "--ledger", ledger, "--seen", place("moved/log.jsonl")]),
      status: 65, saying: "left-out.jsonl")

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
