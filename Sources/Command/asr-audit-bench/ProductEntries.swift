import KernelInterface
import Kernels

extension KernelEntry {
  /// The products of linear layers and of one head's scores, for ten seconds of speech.
  static var products: [KernelEntry] {
    [
      product("forward", m: 250, n: 576, k: 144, bTransposed: true),
      product("forward", m: 250, n: 144, k: 576, bTransposed: true),
      product("scores", m: 250, n: 250, k: 36, bTransposed: true),
      product("backward", m: 250, n: 144, k: 576),
      product("weights", m: 576, n: 144, k: 250, aTransposed: true),
      packing(n: 576, k: 144),
      packedProduct(m: 250, n: 576, k: 144),
    ]
  }

  private static func product(
    _ use: String, m: Int, n: Int, k: Int, aTransposed: Bool = false, bTransposed: Bool = false
  ) -> KernelEntry {
    let a = Buffer(m * k, in: -1...1)
    let b = Buffer(k * n, in: -1...1)
    let c = Buffer(m * n)
    // The views are created where they are used, so that the closures keep the buffers alive.
    func left() -> MatrixView {
      aTransposed ? a.view(row: 1, column: m) : a.view(row: k, column: 1)
    }
    func right() -> MatrixView {
      bTransposed ? b.view(row: 1, column: k) : b.view(row: n, column: 1)
    }
    let scratch = Scratch()
    return KernelEntry(
      "multiply, \(use)", "\(m)x\(n)x\(k)", .flops(2 * m * n * k), output: c,
      tolerance: roundings(k),
      reference: { Reference.multiply(m, n, k, left(), right()) },
      run: {
        $0.multiply(
          rows: m, columns: n, depth: k, left(), right(), into: c.base, row: n, .sets, bias: nil,
          scratch: scratch.floats($0.multiplyScratch))
      })
  }

  /// Times packing. The order of a packed matrix is private to the kernels, so a product with it is
  /// checked instead.
  private static func packing(n: Int, k: Int) -> KernelEntry {
    let b = Buffer(k * n, in: -1...1)
    let packed = Scratch()
    let product = packedProduct(m: 8, n: n, k: k)
    return KernelEntry(
      name: "pack", shape: "\(n)x\(k)", work: .floats(2 * n * k), check: product.check,
      run: {
        $0.pack(
          columns: n, depth: k, b.view(row: 1, column: k),
          into: packed.floats($0.packedCount(columns: n, depth: k)))
      })
  }

  private static func packedProduct(m: Int, n: Int, k: Int) -> KernelEntry {
    let a = Buffer(m * k, in: -1...1)
    let b = Buffer(k * n, in: -1...1)
    let c = Buffer(m * n)
    let bias = Buffer(n, in: -1...1)
    let packed = Scratch()
    let scratch = Scratch()
    let entry = KernelEntry(
      "multiplyPacked", "\(m)x\(n)x\(k)", .flops(2 * m * n * k), output: c,
      tolerance: roundings(k + 1),
      reference: {
        let sums = Reference.multiply(
          m, n, k, a.view(row: k, column: 1), b.view(row: 1, column: k))
        let biases = bias.doubles
        return sums.enumerated().map { $1 + biases[$0 % n] }
      },
      run: {
        $0.multiplyPacked(
          rows: m, columns: n, depth: k, a.view(row: k, column: 1),
          Floats(packed.floats($0.packedCount(columns: n, depth: k))), from: 0, of: k,
          into: c.base, row: n, .addsToBias, bias: bias.floats,
          scratch: scratch.floats($0.multiplyScratch))
      })
    func pack(_ kernels: any KernelSet.Type) {
      kernels.pack(
        columns: n, depth: k, b.view(row: 1, column: k),
        into: packed.floats(kernels.packedCount(columns: n, depth: k)))
    }
    return KernelEntry(
      name: entry.name, shape: entry.shape, work: entry.work,
      check: { kernels in
        pack(kernels)
        return entry.check(kernels)
      }, run: entry.run)
  }
}

/// Scratch memory, one buffer for each size, because instruction sets need different sizes.
final class Scratch {
  private var buffers: [Int: Buffer] = [:]

  func floats(_ count: Int) -> MutableFloats {
    if let buffer = buffers[count] { return buffer.base }
    let buffer = Buffer(count, all: .nan)
    buffers[count] = buffer
    return buffer.base
  }
}
