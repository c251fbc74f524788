import Foundation
import TestSupport
import Testing

/// Inject, train, transcribe and score: the audit contradicts a training that promises an epsilon and
/// adds no noise, and it does not contradict a training with noise that keeps the same epsilon.
struct PrivateTrainingAuditTests {
  private let place: TemporaryDirectory
  private static let promise = (epsilon: "0.5", delta: "0.001")

  init() throws {
    place = try TemporaryDirectory()
    var lines = ""
    for number in 0..<40 {
      let tone = Sound.tone(300 + 15 * Double(number), seconds: 0.8, rate: SampleCorpus.rate)
      try place.write("\(number).wav", Sound.wav(tone, rate: SampleCorpus.rate))
      let words = SampleCorpus.sentence(number).split(separator: " ").prefix(4)
      lines +=
        "{\"audio_filepath\": \"\(place("\(number).wav"))\", \"duration\": 0.8, "
        + "\"text\": \"\(words.joined(separator: " "))\"}\n"
    }
    try place.write("train.json", lines)
    try place.write("gate.yml", "gate:\n  - memorization: {max: 0.6, repetitions: [1, 2]}\n")
    // Word tokens and 40 bands: the model learns a canary by heart in 100 epochs, within a second.
    try place.write(
      "recipe.yml",
      """
      model:
        {sample_rate: 8000, mel_bins: 40, subsampling_factor: 2, d_model: 32, n_layers: 1, n_heads: 2,
        dropout: 0}
      tokens: {kind: words}
      training:
        {epochs: 100, batch_size: 16, micro_batches: 4, warmup_steps: 50,
        optimizer: {kind: adamw, learning_rate: 0.005}}
      augmentation: {frequency_masks: 0, time_masks: 0}
      """)
    try expectSuccess(
      asrAudit([
        "inject", "--manifest", place("train.json"), "--output", place("audit"), "--seed", "7",
        "--coins", "60", "--blocks", "4", "--repetitions", "1,2", "--allocation", "1,1",
        "--word-bank", SampleCorpus.shared.get().bank, "--training-evidence", "assumed",
        "--max-share", "0.9", "--check-utterances", "5", "--tracers", "0",
        "--recombined-controls", "no", "--gate", place("gate.yml"),
      ]))
  }

  /// Trains on the canaries and scores with the promise.
  private func audit(_ name: String, _ options: [String]) throws -> CommandResult {
    let trained = try asrAudit(
      [
        "train", "--manifest", place("audit/train/train.json"), "--config", place("recipe.yml"),
        "--ledger", place("audit/ledger.json"), "--output", place(name),
      ] + options)
    try expectSuccess(trained)
    try expectSuccess(
      asrAudit([
        "transcribe", "--checkpoint", place("\(name)/model.safetensors"), "--manifest",
        place("audit/probe/probe.json"), "--output", place("\(name).json"),
      ]))
    return try asrAudit([
      "score", "--ledger", place("audit/ledger.json"), "--transcripts", place("\(name).json"),
      "--output", place("report-\(name)"), "--promised-epsilon", Self.promise.epsilon,
      "--promised-delta", Self.promise.delta,
    ])
  }

  @Test func `a promise without noise is VIOLATED, and one with noise is consistent`() throws {
    let broken = try audit("broken", ["--clip", "per-example", "--max-grad-norm", "1"])
    try expectSuccess(broken)
    #expect(broken.output.contains("is VIOLATED"))

    let honest = try audit(
      "honest",
      [
        "--clip", "per-example", "--max-grad-norm", "1", "--target-epsilon", Self.promise.epsilon,
        "--delta", Self.promise.delta, "--noise-seed", "1",
      ])
    try expectSuccess(honest)
    #expect(honest.output.contains("is consistent with this audit"))
    #expect(!honest.output.contains("VIOLATED"))
  }
}
