import Files
import KernelInterface
import Kernels

/// Computes a matrix product: C [m,n] = A·B.
struct ProductRequest: Request {
  /// Whether A or B is stored transposed.
  enum Variant: String, Decodable {
    case plain = "NN"
    case bTransposed = "NT"
    case aTransposed = "TN"
  }

  let variant: Variant
  let m: Int
  let n: Int
  let k: Int
  let repeats: Int

  struct Result: Encodable {
    let norm: Double
    let elements: [Float]
  }

  func answer(in session: Session) throws -> Timed<Result> {
    let (m, n, k) = (try positive(m, "m"), try positive(n, "n"), try positive(k, "k"))
    let a = Buffer(m * k, from: Fill.first)
    let b = Buffer(k * n, from: Fill.second)
    let c = Buffer(m * n)
    let scratch = Buffer(session.kernels.multiplyScratch)
    let (aRow, aColumn) = variant == .aTransposed ? (1, m) : (k, 1)
    let (bRow, bColumn) = variant == .bTransposed ? (1, k) : (n, 1)
    let measured = Measured(warm: try positive(repeats, "repeats")) {
      session.kernels.multiply(
        rows: m, columns: n, depth: k, a.view(row: aRow, column: aColumn),
        b.view(row: bRow, column: bColumn), into: c.base, row: n, .sets, bias: nil,
        scratch: scratch.base)
    }
    let count = m * n
    return Timed(
      measured: measured,
      result: Result(
        norm: c.norm,
        elements: [0, count / 4, count / 2, 3 * count / 4, count - 1].map { c.base[$0] }))
  }
}
