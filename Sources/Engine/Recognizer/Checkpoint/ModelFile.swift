import Files
import KernelInterface
import Kernels

/// A model in a file: safetensors with one F32 tensor for each parameter, by the names of the
/// layout, and in the metadata what makes numbers a recogniser:
///
///     "asr-audit.architecture": the shape of the model, JSON
///     "asr-audit.tokenizer": its tokens, JSON
///
/// PyTorch reads it with `safetensors.torch.load_file`.
package enum ModelFile {
  static let architectureKey = "asr-audit.architecture"
  static let tokenizerKey = "asr-audit.tokenizer"

  /// What a model file says before its tensors are read.
  package struct Description: Sendable {
    package let architecture: Architecture
    package let tokenizer: Tokenizer
    package let file: SafetensorsFile
  }

  /// - Throws: what is wrong with the file, before any memory is taken for the model: a model that
  ///   the file says it holds it does hold.
  package static func open(_ path: String) throws(Problem) -> Description {
    let file = try SafetensorsFile(path)
    let architecture = try architecture(of: file)
    // The layout is the same for every instruction set.
    let layout = Conformer(architecture, kernels: ISA.base.kernels).layout
    _ = try tensors(of: file, beside: layout.tensors)
    let tokenizer = try decode(Tokenizer.self, tokenizerKey, in: file)
    guard tokenizer.symbols.count == architecture.symbols else {
      throw Problem(
        .badData,
        "the model has \(architecture.symbols) symbols and the tokenizer "
          + "\(tokenizer.symbols.count)", file: path, field: "symbols")
    }
    return Description(architecture: architecture, tokenizer: tokenizer, file: file)
  }

  package static func architecture(of file: SafetensorsFile) throws(Problem) -> Architecture {
    let architecture = try decode(Architecture.self, architectureKey, in: file)
    do throws(Problem) {
      try architecture.validate()
    } catch {
      throw error.located(in: file.path)
    }
    return architecture
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ key: String, in file: SafetensorsFile
  ) throws(Problem) -> Value {
    guard let text = file.metadata[key] else {
      throw Problem(
        .badData, "the metadata have no \"\(key)\"", file: file.path,
        hint: "was the file written by 'asr-audit train'?")
    }
    do throws(Problem) {
      return try JSONCoding.decoded(type, from: text.utf8)
    } catch {
      throw error.located(in: file.path)
    }
  }

  /// Checks that `file` holds every parameter of `layout` and nothing else but `others`.
  static func check(
    _ file: SafetensorsFile, holds layout: ParameterLayout, and others: [TensorDescription] = []
  ) throws(Problem) {
    if let name = try tensors(of: file, beside: layout.tensors + others).min() {
      throw Problem(
        .badData, "a model of this architecture has no such tensor", file: file.path, field: name,
        hint: file.metadata[TrainingStateFile.stepKey].map { _ in
          "this is a training run's state; its model is in model.safetensors"
        })
    }
  }

  /// Checks that `file` holds each of `expected`, in its shape.
  /// - Returns: what else it holds.
  private static func tensors(
    of file: SafetensorsFile, beside expected: [TensorDescription]
  ) throws(Problem) -> [String] {
    var shapes: [String: [Int]] = [:]
    for tensor in file.tensors { shapes[tensor.name] = tensor.shape }
    for tensor in expected {
      guard let shape = shapes.removeValue(forKey: tensor.name) else {
        throw Problem(
          .badData, "there is no such tensor, which a model of this architecture has",
          file: file.path, field: tensor.name)
      }
      guard shape == tensor.shape else {
        throw Problem(
          .badData, "expected the shape \(tensor.shape), found \(shape)", file: file.path,
          field: tensor.name)
      }
    }
    return Array(shapes.keys)
  }

  /// Reads all parameters; each must be a number.
  static func read(
    _ file: SafetensorsFile, _ layout: ParameterLayout, into values: Buffer
  ) throws(Problem) {
    for entry in layout.entries {
      try read(
        file, entry.name, shape: entry.shape, into: values.base + entry.parameter.offset)
    }
  }

  /// Reads a tensor; each element must be a number.
  static func read(
    _ file: SafetensorsFile, _ name: String, shape: [Int], into start: MutableFloats
  ) throws(Problem) {
    try file.read(name, shape: shape, into: start)
    for index in 0..<shape.reduce(1, *) where !start[index].isFinite {
      throw Problem(.badData, "element \(index) is not a number", file: file.path, field: name)
    }
  }

  package static func write(
    _ model: Conformer, _ values: Buffer, tokenizer: Tokenizer, to path: String
  ) throws(Problem) {
    let output = try SafetensorsOutput(
      path, metadata: metadata(model.architecture, tokenizer), tensors: model.layout.tensors)
    try write(model.layout, values, to: output)
    try output.close()
  }

  static func write(
    _ layout: ParameterLayout, _ values: Buffer, to output: SafetensorsOutput
  ) throws(Problem) {
    for entry in layout.entries {
      try output.write(entry.name, UnsafePointer(values.base + entry.parameter.offset))
    }
  }

  static func metadata(_ architecture: Architecture, _ tokenizer: Tokenizer) -> [String: String] {
    [
      architectureKey: text(architecture),
      tokenizerKey: text(tokenizer),
    ]
  }

  static func text(_ value: some Encodable) -> String {
    String(decoding: JSONCoding.encoded(value, pretty: false), as: UTF8.self)
  }
}

extension Conformer {
  /// Reads the weights of a file that holds this model's and nothing else.
  package func readWeights(_ file: SafetensorsFile, into values: Buffer) throws(Problem) {
    try ModelFile.check(file, holds: layout)
    try ModelFile.read(file, layout, into: values)
  }
}

extension ParameterLayout {
  var tensors: [TensorDescription] {
    entries.map { TensorDescription($0.name, .float32, shape: $0.shape) }
  }
}

extension ParameterLayout.Entry {
  /// [rows, columns], or [columns] for a vector.
  package var shape: [Int] {
    parameter.rows == 1 && !isMatrix
      ? [parameter.columns] : [parameter.rows, parameter.columns]
  }
}
