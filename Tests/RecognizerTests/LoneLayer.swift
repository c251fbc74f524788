import KernelInterface
import Kernels
import Randomness
import Recognizer

/// One layer by itself, with parameters, an input, and weights that make one number of its output:
/// L = Σ weight·y.
final class LoneLayer {
  /// The output, and what takes its gradient back: to parameters, and to the input (returned).
  typealias Forward = (_ x: Matrix, _ pass: Pass) -> (
    y: Matrix, backward: (_ dy: Matrix, _ gradient: Gradient) -> Matrix
  )

  /// What a layer declares, the matrix of its relative positions where it has one, and its forward.
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

  /// - Parameter shape: of attention, if it is one.
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
    // More than are needed, so that a view into the middle is what is used.
    positions = RelativePositions(
      maxFrames: frames + 3, width: shape.width, heads: shape.heads, blocks: 1, kernels)
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

  /// Terms of L at the present parameters and input.
  private func terms() -> [Double] {
    let y = run().y
    return (0..<y.count).map { Double(weights[$0]) * Double(y.base[$0]) }
  }

  func value() -> Double { terms().reduce(0, +) }

  /// What rounding may do to `value`: a few dozen operations, each good to 2⁻²⁴, lie between the
  /// input and an element of the output, and the elements' errors are of either sign.
  func rounding() -> Double {
    32 * 0x1p-24 * terms().reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Of L: one element for each parameter, one for each element of the input.
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
  /// A copy in an arena.
  func copied(_ pass: Pass) -> Matrix {
    let copy = pass.arena.take(rows: rows, columns: columns)
    copy.copy(from: self)
    return copy
  }
}
