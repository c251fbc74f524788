import Foundation
import TestSupport
import Testing

/// Damaged, hostile or foreign checkpoints: `train` and `transcribe` name the file and write nothing.
struct CheckpointTests {
  private let corpus: ToneCorpus
  private let whole: [UInt8]
  private var place: TemporaryDirectory { corpus.place }

  init() throws {
    corpus = try ToneCorpus()
    try expectSuccess(corpus.train("run"))
    whole = try corpus.place.read("run/model.safetensors")
  }

  /// Expects that `train` and `transcribe` refuse the bytes.
  private func expectRefusal(
    _ bytes: some Sequence<UInt8>, _ says: String, status: Int32 = 65, options: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try place.write("bad.safetensors", bytes)
    for result in [
      try corpus.transcribe("bad.safetensors", to: "out.json"),
      try corpus.train("out", ["--init", place("bad.safetensors")]),
    ] {
      expectProblem(
        result, status: status, saying: "bad.safetensors", says, sourceLocation: sourceLocation)
      try expectNothing(of: "out", in: place, sourceLocation: sourceLocation)
    }
  }

  /// The checkpoint with a changed header.
  private func changed(_ text: String, to other: String) throws -> [UInt8] {
    let length = whole.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: whole[8..<8 + length], as: UTF8.self)
    let new = header.replacing(text, with: other)
    try #require(new != header, "no \(text) in \(header)")
    let padded = new + String(repeating: " ", count: (8 - new.utf8.count % 8) % 8)
    let size = (0..<8).map { UInt8(truncatingIfNeeded: padded.utf8.count >> (8 * $0)) }
    return size + Array(padded.utf8) + whole[(8 + length)...]
  }

  @Test(arguments: [0, 1, 8, 100, 5_000])
  func `a truncated file is refused`(bytes: Int) throws {
    try expectRefusal(whole.prefix(bytes), "\"header\": ")
    try expectRefusal(whole.dropLast(bytes + 1), "\"header\": ")
  }

  @Test(arguments: [[0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 1, 0, 0, 0]])
  func `a header that claims to be huge is refused`(length: [UInt8]) throws {
    try expectRefusal(length + whole.dropFirst(8), "header")
  }

  @Test func `a file that is not a checkpoint is refused`() throws {
    try expectRefusal(place.read("train.json"), "\"header\": ")
    try expectRefusal(
      changed("asr-audit.architecture", to: "another.architecture"), "asr-audit.architecture")
  }

  /// The header names other dimensions than the tensors have, some of which need much memory.
  @Test(arguments: [
    (#"\"d_model\":16"#, #"\"d_model\":32"#, "expected the shape"),
    (#"\"n_layers\":1"#, #"\"n_layers\":2"#, "blocks.1."),
    (#"\"d_model\":16"#, #"\"d_model\":4096"#, "expected the shape"),
    (#"\"n_layers\":1,"#, #"\"n_layers\":64,"#, "blocks.1."),
    (#"\"ff_expansion_factor\":4"#, #"\"ff_expansion_factor\":5"#, "expected the shape"),
    (#"\"d_model\":16"#, #"\"d_model\":-16"#, "\"d_model\""),
    (#"\"n_heads\":2"#, #"\"n_heads\":0"#, "\"n_heads\""),
    (#"\"symbols\":"#, #"\"symbols\":1"#, "\"output.weight\": expected the shape"),
  ])
  func `a checkpoint whose tensors do not fit its architecture is refused`(
    old: String, new: String, says: String
  ) throws {
    try expectRefusal(changed(old, to: new), says)
  }

  @Test func `a non-finite weight is refused`() throws {
    let nan = withUnsafeBytes(of: Float.nan) { Array($0) }
    try expectRefusal(whole.dropLast(4) + nan, "is not finite")
  }

  @Test func `a training state is refused with the name of the model file`() throws {
    try expectRefusal(place.read("run/training.safetensors"), "its model is in model.safetensors")
  }

  @Test func `a recipe with other dimensions than the start model is refused`() throws {
    let model = place("run/model.safetensors")
    expectProblem(
      try corpus.train("out", recipe: corpus.recipe(["d_model": 32]), ["--init", model]),
      status: 64, saying: "run/model.safetensors", "\"d_model\"", "32", "16")
    try expectNothing(of: "out", in: place)
    // Dimensions that the recipe omits are those of the model.
    let recipe = try place.write(
      "short.yml", "training: {steps: 2}\naugmentation: {frequency_masks: 0}")
    try expectSuccess(corpus.train("out", recipe: recipe, ["--init", model]))
  }

  @Test func `a missing checkpoint or a directory is named`() throws {
    expectProblem(
      try corpus.transcribe("none.safetensors", to: "out.json"), status: 66,
      saying: "none.safetensors")
    expectProblem(try corpus.transcribe("run", to: "out.json"), status: 66, saying: "run")
    expectProblem(
      try corpus.train("out", ["--init", place("none.safetensors")]), status: 66,
      saying: "none.safetensors")
    try expectNothing(of: "out", in: place)
  }
}
