import ArgumentParser
import Kernels
import Recognizer

/// Writes the results that Scripts/compare-pytorch compares with PyTorch.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the logits, the loss and all gradients of one utterance.")

  @Option(help: "The weights: a safetensors file with the architecture in its metadata.")
  var checkpoint: String

  @Option(help: "The utterance: a safetensors file with the tensors \"features\" and \"targets\".")
  var input: String

  @Option(help: "The safetensors file to write.")
  var output: String

  func run() throws {
    let evaluation = try Evaluation(
      weights: SafetensorsFile(checkpoint), utterance: SafetensorsFile(input),
      isa: ISA.requested().last!)
    let layout = evaluation.model.layout
    let symbols = evaluation.model.architecture.symbols
    let file = try SafetensorsOutput(
      output, metadata: [:],
      tensors: [
        TensorDescription("logits", .float32, shape: [evaluation.outputFrames, symbols]),
        TensorDescription("loss", .float32, shape: [1]),
      ]
        + layout.entries.map {
          TensorDescription("gradient/\($0.name)", .float32, shape: $0.shape)
        })
    try file.write("logits", evaluation.logits)
    try file.write("loss", [evaluation.loss])
    for entry in layout.entries {
      try file.write(
        "gradient/\(entry.name)",
        UnsafePointer(evaluation.gradient.base + entry.parameter.offset))
    }
    try file.close()
  }
}
