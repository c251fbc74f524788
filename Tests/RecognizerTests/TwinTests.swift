import Files
import Kernels
import Recognizer
import Testing

/// Against PyTorch: Scripts/torch-twin computed these values in double precision.
@Suite struct TwinTests {
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

  /// Some hundred operations, each good to 2⁻²⁴ = 6e-8, of values that partly cancel: logits and
  /// loss to 1e-5. Gradients pass twice as many, and the CTC lattice: 4e-4, of which PyTorch's own
  /// single precision needs a fourth.
  @Test(arguments: ISA.available)
  func `logits, loss and every gradient are PyTorch's`(isa: ISA) throws {
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
