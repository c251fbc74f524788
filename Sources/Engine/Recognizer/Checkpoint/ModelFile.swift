import Files
import KernelInterface
import Kernels

/// A model in a safetensors file, with one F32 tensor for each parameter, named as in the layout,
/// and this metadata:
///
///     "asr-audit.architecture": the dimensions of the model, JSON
///     "asr-audit.tokenizer": the tokens, JSON
///     "asr-audit.privacy": `PrivacyPromise`, JSON, only after training with noise
///
/// PyTorch reads the file with `safetensors.torch.load_file`.
package enum ModelFile {
  static let architectureKey = "asr-audit.architecture"
  static let tokenizerKey = "asr-audit.tokenizer"

  /// The contents of a model file except for its tensors.
  package struct Description: Sendable {
    package let architecture: Architecture
    package let tokenizer: Tokenizer
    package let file: SafetensorsFile
  }

  /// Opens a file and checks that it holds the model that its metadata describe. No memory is
  /// allocated for the model before.
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
        "the model has \(architecture.symbols) symbols, but the tokenizer has "
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
        .badData, "the metadata do not contain \"\(key)\"", file: file.path,
        hint: "expected a file written by 'asr-audit train'")
    }
    do throws(Problem) {
      return try JSONCoding.decoded(
        type, from: text.utf8, renamedKeys: RenamedConfigurationKeys.current)
    } catch {
      throw error.located(in: file.path)
    }
  }

  /// Checks that `file` holds exactly the parameters of `layout` and the tensors `others`.
  static func check(
    _ file: SafetensorsFile, holds layout: ParameterLayout, and others: [TensorDescription] = []
  ) throws(Problem) {
    if let name = try tensors(of: file, beside: layout.tensors + others).min() {
      throw Problem(
        .badData, "unexpected tensor in a model of this architecture", file: file.path, field: name,
        hint: file.metadata[TrainingStateFile.stepKey].map { _ in
          "this is the state of a training run; its model is in model.safetensors"
        })
    }
  }

  /// Checks that `file` holds each of `expected` with the same shape.
  /// - Returns: the names of the other tensors.
  private static func tensors(
    of file: SafetensorsFile, beside expected: [TensorDescription]
  ) throws(Problem) -> [String] {
    var shapes: [String: [Int]] = [:]
    for tensor in file.tensors { shapes[tensor.name] = tensor.shape }
    for tensor in expected {
      guard let shape = shapes.removeValue(forKey: tensor.name) else {
        throw Problem(
          .badData, "the tensor is missing, which a model of this architecture has",
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

  /// Reads all parameters and checks that they are finite.
  static func read(
    _ file: SafetensorsFile, _ layout: ParameterLayout, into values: Buffer
  ) throws(Problem) {
    for entry in layout.entries {
      try read(
        file, entry.name, shape: entry.shape, into: values.base + entry.parameter.offset)
    }
  }

  /// Reads a tensor and checks that all elements are finite.
  static func read(
    _ file: SafetensorsFile, _ name: String, shape: [Int], into start: MutableFloats
  ) throws(Problem) {
    try file.read(name, shape: shape, into: start)
    for index in 0..<shape.reduce(1, *) where !start[index].isFinite {
      throw Problem(.badData, "element \(index) is not finite", file: file.path, field: name)
    }
  }

  /// - Parameter promise: the privacy of the model; nil if it was trained without noise.
  package static func write(
    _ model: Conformer, _ values: Buffer, tokenizer: Tokenizer, promise: PrivacyPromise? = nil,
    to path: String
  ) throws(Problem) {
    var metadata = metadata(model.architecture, tokenizer)
    if let promise { metadata[PrivacyPromise.key] = text(promise) }
    let output = try SafetensorsOutput(path, metadata: metadata, tensors: model.layout.tensors)
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
  /// Reads the weights from a file that holds exactly this model.
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
  /// The shape [rows, columns], or [columns] for a vector.
  package var shape: [Int] {
    parameter.rows == 1 && !isMatrix
      ? [parameter.columns] : [parameter.rows, parameter.columns]
  }
}
