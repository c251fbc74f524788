import KernelInterface
import Kernels
import Platform

/// Multi-head self-attention with relative positions (Dai et al. 2019, "Transformer-XL"; Gulati et
/// al. 2020, section 2.1), as a residual module: x + out(context).
///
/// score(i,j) = ((q_i + u)·k_j + (q_i + v)·p_{i-j})/√headWidth, where p is the projected sinusoid of
/// the distance. The second term of a row of scores is a row of (q + v)·Pᵀ shifted by i, so that
/// a matrix of them is a view with a stride one less than its width: nothing is ever moved.
/// Scores are made for some rows at a time, which need only a band of P.
package struct SelfAttention: Sendable {
  package let block: Int
  package let heads: Int
  package let norm: LayerNorm
  package let queriesKeysValues: Linear
  package let position: Parameter
  package let contentBias: Parameter
  package let positionBias: Parameter
  package let output: Linear
  package let dropout: Int

  /// Rows of scores that are made at a time.
  static let band = 64

  package init(
    _ name: String, block: Int, _ architecture: Architecture, in builder: inout ModelBuilder
  ) {
    let width = architecture.width
    self.block = block
    heads = architecture.heads
    norm = LayerNorm("\(name).norm", width: width, in: &builder)
    queriesKeysValues = Linear("\(name).qkv", inputs: width, outputs: 3 * width, in: &builder)
    position = builder.layout.matrix("\(name).position.weight", rows: width, columns: width)
    contentBias = builder.layout.vector("\(name).content_bias", width)
    positionBias = builder.layout.vector("\(name).position_bias", width)
    output = Linear("\(name).output", inputs: width, outputs: width, in: &builder)
    dropout = builder.dropoutSite()
  }

  package struct Saved {
    let x: Matrix
    let norm: LayerNorm.Saved
    let normalized: Matrix
    /// [frames, 3·width]: queries, keys, values
    let all: Matrix
    /// queries + u, queries + v
    let contentQueries: Matrix
    let positionQueries: Matrix
    /// [heads·frames, frames]
    let attention: Matrix
    let context: Matrix
  }

  private var headWidth: Int { output.inputs / heads }
  private var scale: Float { 1 / Float(headWidth).squareRoot() }

  private func columns(_ head: Int) -> Range<Int> {
    head * headWidth..<(head + 1) * headWidth
  }

  /// Rows of scores from `top`, and where their positions lie among 2·frames - 1.
  private func bands(_ frames: Int, _ body: (_ rows: Range<Int>, _ positions: Range<Int>) -> Void) {
    var top = 0
    while top < frames {
      let end = min(top + Self.band, frames)
      body(top..<end, frames - end..<2 * frames - 1 - top)
      top = end
    }
  }

  /// The matrix [rows, columns] whose row i begins `rows - 1 - i` after the beginning of row i of
  /// `wide` [rows, columns + rows - 1].
  private func skewed(_ wide: Matrix, columns: Int) -> Matrix {
    Matrix(
      wide.base + (wide.rows - 1), rows: wide.rows, columns: columns, stride: wide.stride - 1)
  }

  /// Queries (the first columns of `all`) plus a bias.
  private func addBias(_ bias: Parameter, to all: Matrix, into queries: Matrix, _ pass: Pass) {
    pass.kernels.addRow(
      rows: queries.rows, columns: queries.columns, all.base, row: all.stride,
      pass.weight(bias), into: queries.base, row: queries.stride)
  }

  private func addSums(of matrix: Matrix, to sums: MutableFloats, _ pass: Pass) {
    pass.kernels.addColumnSums(
      rows: matrix.rows, columns: matrix.columns, matrix.base, row: matrix.stride, to: sums)
  }

  /// - Returns: the stream after the module, [frames, width].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, width) = (x.rows, x.columns)
    let normalized = arena.take(rows: frames, columns: width)
    let all = arena.take(rows: frames, columns: 3 * width)
    let contentQueries = arena.take(rows: frames, columns: width)
    let positionQueries = arena.take(rows: frames, columns: width)
    let attention = arena.take(rows: heads * frames, columns: frames)
    let context = arena.take(rows: frames, columns: width)
    let y = arena.take(rows: frames, columns: width)

    let normSaved = norm.forward(x, into: normalized, pass)
    queriesKeysValues.forward(normalized, into: all, pass)
    addBias(contentBias, to: all, into: contentQueries, pass)
    addBias(positionBias, to: all, into: positionQueries, pass)
    let packedKeys = arena.take(kernels.packedCount(columns: frames, depth: headWidth))
    for head in 0..<heads {
      let columns = columns(head)
      let keys = all.columns(width..<2 * width).columns(columns)
      let values = all.columns(2 * width..<3 * width).columns(columns)
      let scores = attention.rows(head * frames..<(head + 1) * frames)
      pass.product.packTransposed(keys, into: packedKeys)
      bands(frames) { rows, distances in
        arena.temporarily {
          let content = scores.rows(rows)
          pass.product.timesPacked(
            contentQueries.rows(rows).columns(columns), packedKeys, into: content)
          let wide = pass.weights.positions.timesTransposed(
            positionQueries.rows(rows).columns(columns), block: block, head: head,
            distances: distances, frames: frames, pass)
          let shifted = skewed(wide, columns: frames)
          kernels.softmax(
            rows: rows.count, columns: frames, content.base, row: content.stride, shifted.base,
            row: shifted.stride, scale: scale, into: content.base, row: content.stride)
        }
      }
      pass.product(scores, values, into: context.columns(columns))
    }
    output.forward(context, into: y, pass)
    pass.dropout?(y, site: dropout, kernels)
    kernels.addScaled(y.count, 1, x.base, to: y.base)
    return (
      y,
      Saved(
        x: x, norm: normSaved, normalized: normalized, all: all,
        contentQueries: contentQueries, positionQueries: positionQueries, attention: attention,
        context: context)
    )
  }

  /// - Parameter dx: the gradient of the stream: after the module, then before it.
  package func backward(_ dx: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, width) = (dx.rows, dx.columns)
    arena.temporarily {
      let change = arena.take(rows: frames, columns: width)
      let dContext = arena.take(rows: frames, columns: width)
      let dAll = arena.take(rows: frames, columns: 3 * width)
      if pass.dropout != nil {
        change.copy(from: dx)
        pass.dropout?(change, site: dropout, kernels)
      }
      output.backward(
        pass.dropout == nil ? dx : change, x: saved.context, into: dContext, gradient, pass)
      backwardHeads(dContext, saved, into: dAll, gradient, pass)
      queriesKeysValues.backward(dAll, x: saved.normalized, into: change, gradient, pass)
      norm.backward(change, x: saved.x, saved.norm, into: dx, adds: true, gradient, pass)
    }
  }

  /// From the gradient of the context to those of queries, keys, values and positions.
  private func backwardHeads(
    _ dContext: Matrix, _ saved: Saved, into dAll: Matrix, _ gradient: Gradient, _ pass: Pass
  ) {
    let arena = pass.arena
    let (frames, width) = (dContext.rows, dContext.columns)
    let dQueries = dAll.columns(0..<width)
    let dPositionQueries = arena.take(rows: frames, columns: width)
    let dPositions = arena.take(rows: 2 * frames - 1, columns: width)
    dPositions.fill(0)
    for head in 0..<heads {
      arena.temporarily {
        backwardHead(
          head, dContext, saved, into: dAll, dPositionQueries: dPositionQueries,
          dPositions: dPositions, pass)
      }
    }
    // Content queries are q + u, position queries q + v: each bias gets the sum over its frames,
    // q gets both.
    addSums(of: dQueries, to: gradient.vector(contentBias), pass)
    addSums(of: dPositionQueries, to: gradient.vector(positionBias), pass)
    for t in 0..<frames {
      pass.kernels.addScaled(width, 1, dPositionQueries.row(t), to: dQueries.row(t))
    }
    // forward: P = R·Wᵀ, so dW = dPᵀ·R
    pass.product.transposedTimes(
      dPositions, pass.weights.positions.sinusoids(frames: frames),
      into: gradient.matrix(position), gradient.matrices)
  }

  private func backwardHead(
    _ head: Int, _ dContext: Matrix, _ saved: Saved, into dAll: Matrix,
    dPositionQueries: Matrix, dPositions: Matrix, _ pass: Pass
  ) {
    let (arena, product, kernels) = (pass.arena, pass.product, pass.kernels)
    let (frames, width) = (dContext.rows, dContext.columns)
    let columns = columns(head)
    let keys = saved.all.columns(width..<2 * width).columns(columns)
    let values = saved.all.columns(2 * width..<3 * width).columns(columns)
    let dKeys = dAll.columns(width..<2 * width).columns(columns)
    let dValues = dAll.columns(2 * width..<3 * width).columns(columns)
    let packedKeys = arena.take(kernels.packedCount(columns: headWidth, depth: frames))
    let packedValues = arena.take(kernels.packedCount(columns: frames, depth: headWidth))
    product.pack(keys, into: packedKeys)
    product.packTransposed(values, into: packedValues)
    let attention = saved.attention.rows(head * frames..<(head + 1) * frames)

    product.transposedTimes(attention, dContext.columns(columns), into: dValues)
    bands(frames) { rows, distances in
      arena.temporarily {
        let scores = arena.take(rows: rows.count, columns: frames)
        let wide = arena.take(rows: rows.count, columns: distances.count)
        let dScores = skewed(wide, columns: frames)
        product.timesPacked(dContext.rows(rows).columns(columns), packedValues, into: scores)
        wide.fill(0)
        kernels.softmaxBackward(
          rows: rows.count, columns: frames, attention.row(rows.lowerBound),
          row: attention.stride, scores.base, row: scores.stride, scale: scale,
          into: dScores.base, row: dScores.stride)
        product.timesPacked(dScores, packedKeys, into: dAll.rows(rows).columns(columns))
        product.transposedTimes(
          dScores, saved.contentQueries.rows(rows).columns(columns), into: dKeys,
          rows.lowerBound == 0 ? .sets : .adds)
        pass.weights.positions.times(
          wide, block: block, head: head, distances: distances, frames: frames,
          into: dPositionQueries.rows(rows).columns(columns), pass)
        product.transposedTimes(
          wide, saved.positionQueries.rows(rows).columns(columns),
          into: dPositions.rows(distances).columns(columns), .adds)
      }
    }
  }
}
