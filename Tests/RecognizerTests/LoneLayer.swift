import KernelInterface
import Kernels
import Randomness
import Recognizer

/// A single layer with parameters, an input, and weights that reduce its output y to a scalar:
/// L = Σ weight·y.
final class LoneLayer {
  /// Returns the output and a backward function, which adds to the gradient of the parameters and
  /// returns the gradient of the input.
  typealias Forward = (_ x: Matrix, _ pass: Pass) -> (
    y: Matrix, backward: (_ dy: Matrix, _ gradient: Gradient) -> Matrix
  )

  /// Declares a layer. Returns the matrix of its relative positions, if it has one, and its forward
  /// pass.
  typealias Make = (inout ModelBuilder) -> (position: Parameter?, forward: Forward)

  let layout: ParameterLayout
  let values: Buffer
  let x: Matrix
  private let xMemory: Buffer
  private let forward: Forward
  private let position: Parameter?
  private let linears: [Linear]
  private let packed: Buffer
  private let positions: RelativePositions
  private let scratch: Buffer
  private let arena = Arena()
  private let kernels: any KernelSet.Type
  private let dropout: Dropout?
  private var weights: [Float] = []

  /// - Parameter shape: the dimensions, which an attention module uses.
  init(
    frames: Int, columns: Int, shape: Architecture, isa: ISA, dropout: Dropout?, _ make: Make
  ) {
    kernels = isa.kernels
    self.dropout = dropout
    var builder = ModelBuilder(kernels: kernels)
    (position, forward) = make(&builder)
    layout = builder.layout
    linears = builder.linears
    packed = Buffer(builder.packedCount)
    values = Buffer(layout.count)
    // More positions than needed, so that the layer uses a view of the middle rows.
    positions = RelativePositions(
      maxFrames: frames + 3, dModel: shape.dModel, nHeads: shape.nHeads, nLayers: 1, kernels)
    positions.prepare(frames: frames + 2)
    scratch = Buffer(kernels.multiplyScratch)
    xMemory = Buffer(frames * columns)
    x = Matrix(xMemory.base, rows: frames, columns: columns)
    let seed = Seed(short: 5)
    layout.initialize(values, seed: seed)
    var stream = seed.stream("values")
    for index in 0..<layout.count { values.base[index] += Float(stream.unit() - 0.5) }
    for index in 0..<xMemory.count { xMemory.base[index] = Float(stream.unit() * 4 - 2) }
    let y = run().y
    weights = (0..<y.count).map { _ in Float(stream.unit() * 2 - 1) }
  }

  private func run() -> (y: Matrix, backward: (Matrix, Gradient) -> Matrix) {
    arena.reset()
    for linear in linears { linear.pack(kernels, values: values.base, into: packed.base) }
    if let position {
      let weight = Matrix(
        values.base + position.offset, rows: position.rows, columns: position.columns)
      positions.project(
        block: 0, by: weight, MatrixProduct(kernels, scratch: scratch.base))
    }
    let pass = Pass(
      kernels: kernels, scratch: scratch.base, arena: arena,
      weights: Weights(values: values.base, packed: packed.base, positions: positions),
      dropout: dropout)
    return forward(x, pass)
  }

  /// The terms of L at the current parameters and input.
  private func terms() -> [Double] {
    let y = run().y
    return (0..<y.count).map { Double(weights[$0]) * Double(y.base[$0]) }
  }

  func value() -> Double { terms().reduce(0, +) }

  /// A bound on the rounding error of `value`. An element of the output results from a few dozen
  /// operations with relative errors of 2⁻²⁴, and the elements' errors have random signs.
  func rounding() -> Double {
    32 * 0x1p-24 * terms().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The gradient of L with respect to the parameters and the input.
  func gradient() -> (parameters: [Float], input: [Float]) {
    let result = Buffer(layout.count)
    let (y, backward) = run()
    let dy = arena.take(rows: y.rows, columns: y.columns)
    dy.base.update(from: weights, count: weights.count)
    let dx = backward(dy, Gradient(values: result.base, matrices: .sets))
    return (
      Array(UnsafeBufferPointer(start: result.base, count: result.count)),
      Array(UnsafeBufferPointer(start: dx.base, count: dx.count))
    )
  }
}

extension Matrix {
  /// Returns a copy in the arena of the pass.
  func copied(_ pass: Pass) -> Matrix {
    let copy = pass.arena.take(rows: rows, columns: columns)
    copy.copy(from: self)
    return copy
  }
}
