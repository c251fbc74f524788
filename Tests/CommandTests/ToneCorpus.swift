import Foundation
import TestSupport
import Testing

/// A few tones for words, a recipe for a tiny model, and the commands on them.
struct ToneCorpus {
  let place: TemporaryDirectory

  static let rate = 8_000

  init() throws {
    place = try TemporaryDirectory()
    var lines = ""
    for index in 0..<12 {
      lines += try utterance(
        "\(index)", ["one", "two", "six"][index % 3], seconds: 0.6 + 0.05 * Double(index),
        hertz: 300 + 100 * Double(index % 3))
    }
    try place.write("train.json", lines)
    try place.write(
      "recipe.yml",
      """
      model:
        {sample_rate: 8000, mel_bins: 16, subsampling_factor: 2, d_model: 16, n_layers: 1, n_heads: 2}
      training:
        {seed: 3, steps: 12, batch_size: 4, micro_batches: 3, warmup_steps: 2, checkpoint_every: 5}
      augmentation: {frequency_width: 4}
      """)
  }

  /// The recipe with other values for some keys.
  func recipe(_ changes: KeyValuePairs<String, Int>) throws -> String {
    var text = String(decoding: try place.read("recipe.yml"), as: UTF8.self)
    for (key, value) in changes {
      let changed = text.replacing(try Regex("\\b\(key): [^,}]*"), with: "\(key): \(value)")
      try #require(changed != text, "the recipe has no \(key), or no other")
      text = changed
    }
    return try place.write("changed.yml", text)
  }

  /// A tone in a file, and its line in a manifest.
  func utterance(
    _ name: String, _ text: String, seconds: Double, hertz: Double = 440
  ) throws -> String {
    let tone = Sound.tone(hertz, seconds: seconds, rate: Self.rate)
    try place.write("\(name).wav", Sound.wav(tone, rate: Self.rate))
    return line(name, text, seconds: seconds)
  }

  func line(_ name: String, _ text: String, seconds: Double) -> String {
    "{\"audio_filepath\": \"\(place("\(name).wav"))\", \"duration\": \(seconds), "
      + "\"text\": \"\(text)\"}\n"
  }

  /// The manifest with more lines, from the thirteenth on.
  func manifest(_ name: String, and lines: String...) throws {
    let good = String(decoding: try place.read("train.json"), as: UTF8.self)
    try place.write(name, good + lines.joined())
  }

  func trainArguments(
    _ output: String, manifest: String = "train.json", recipe: String? = nil, _ more: [String] = []
  ) -> [String] {
    [
      "train", "--manifest", place(manifest), "--config", recipe ?? place("recipe.yml"),
      "--output", place(output),
    ] + more
  }

  func train(
    _ output: String, manifest: String = "train.json", recipe: String? = nil, _ more: [String] = []
  ) throws -> CommandResult {
    try asrAudit(
      trainArguments(output, manifest: manifest, recipe: recipe, more), in: place.path)
  }

  /// Starts training, and waits until so many steps are in the log.
  func start(
    _ output: String, recipe: String? = nil, untilStep step: Int, _ more: [String] = []
  ) throws -> RunningCommand {
    let run = try RunningCommand(
      builtProgram("asr-audit"), trainArguments(output, recipe: recipe, more), in: place.path)
    while run.isRunning, try steps(output) < step { usleep(500) }
    return run
  }

  /// Whole lines in the log of a run; 0 where it has none yet.
  func steps(_ output: String) throws -> Int {
    guard place.exists("\(output)/log.jsonl") else { return 0 }
    return try place.read("\(output)/log.jsonl").count { $0 == UInt8(ascii: "\n") }
  }

  func transcribe(
    _ checkpoint: String, manifest: String = "train.json", to output: String, _ more: [String] = []
  ) throws -> CommandResult {
    try asrAudit(
      [
        "transcribe", "--checkpoint", place(checkpoint), "--manifest", place(manifest),
        "--output", place(output),
      ] + more, in: place.path)
  }

  /// Everything that a run wrote.
  func files(_ output: String) throws -> [[UInt8]] {
    try ["model.safetensors", "training.safetensors", "log.jsonl"].map {
      try place.read("\(output)/\($0)")
    }
  }

  /// The objects of a file of JSON lines.
  func objects(_ name: String) throws -> [[String: Any]] {
    try String(decoding: place.read(name), as: UTF8.self).split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }
}
