import Files
import Kernels
import Recognizer
import Testing

/// Compares the model with PyTorch. Scripts/compare-pytorch computed the expected values in double
/// precision.
@Suite struct PyTorchComparisonTests {
  private static let directory =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    + "/Fixtures/Golden/recognizer"

  /// ‖a - b‖/‖b‖
  private func error(_ a: [Float], _ b: [Float]) -> Double {
    let pairs = zip(a, b).map { (Double($0), Double($1)) }
    let difference = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let size = pairs.reduce(0) { $0 + $1.1 * $1.1 }
    return (difference / size).squareRoot()
  }

  /// Logits and loss result from some hundred operations with relative errors of 2⁻²⁴ = 6e-8, on
  /// values that partly cancel; their tolerance is 1e-5. Gradients result from twice as many
  /// operations and the CTC lattice; their tolerance is 4e-4. The error of PyTorch in single
  /// precision is a fourth of that.
  @Test(arguments: ISA.available)
  func `logits, loss and all gradients agree with PyTorch`(isa: ISA) throws {
    let evaluation = try Evaluation(
      weights: SafetensorsFile("\(Self.directory)/model.safetensors"),
      utterance: SafetensorsFile("\(Self.directory)/case.safetensors"), isa: isa)
    let expected = try SafetensorsFile("\(Self.directory)/expected.safetensors")
    let logits = try expected.values(of: "logits", as: Float.self)
    #expect(evaluation.logits.count == logits.count)
    #expect(error(evaluation.logits, logits) < 1e-5)
    let loss = try expected.values(of: "loss", as: Float.self)
    #expect(error([evaluation.loss], loss) < 1e-5)
    for entry in evaluation.model.layout.entries {
      let gradient = try expected.values(of: "gradient/\(entry.name)", as: Float.self)
      let start = evaluation.gradient.base + entry.parameter.offset
      let ours = Array(UnsafeBufferPointer(start: start, count: entry.parameter.count))
      #expect(gradient.count == ours.count)
      #expect(error(ours, gradient) < 4e-4, "\(entry.name)")
    }
  }
}
