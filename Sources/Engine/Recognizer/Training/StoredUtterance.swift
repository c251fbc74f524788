import Files
import Kernels

/// An utterance from a safetensors file, whose features are used without normalisation. Comparisons
/// with PyTorch and benchmarks use it.
package struct StoredUtterance: Sendable {
  private let memory: Buffer
  /// [frames, melBins], at least one frame
  package let features: Matrix
  package let targets: Targets

  /// - Parameters:
  ///   - features: the name of a tensor [frames, melBins] F32.
  ///   - targets: the name of a tensor [length] I64, each a symbol of the model and not the blank.
  package init(
    _ file: SafetensorsFile, features: String, targets: String, _ architecture: Architecture
  ) throws(Problem) {
    let values = try file.values(of: features, as: Float.self)
    let labels = try file.values(of: targets, as: Int64.self)
    let frames = values.count / architecture.melBins
    guard frames >= 1, values.count == frames * architecture.melBins else {
      throw Problem(
        .badData, "expected frames of \(architecture.melBins) features", file: file.path,
        field: features)
    }
    guard labels.allSatisfy({ $0 >= 1 && $0 < Int64(architecture.symbols) }) else {
      throw Problem(
        .badData, "expected targets from 1 to \(architecture.symbols - 1)", file: file.path,
        field: targets)
    }
    memory = Buffer(values.count)
    memory.base.update(from: values, count: values.count)
    self.features = Matrix(memory.base, rows: frames, columns: architecture.melBins)
    self.targets = Targets(labels.map(Int32.init))
  }
}
