import KernelInterface
import Kernels
import Platform

/// Multi-head self-attention with relative positions (Dai et al. 2019, "Transformer-XL"; Gulati et
/// al. 2020, section 2.1), as a residual module: x + out(context).
///
/// score(i,j) = ((q_i + u)·k_j + (q_i + v)·p_{i-j})/√headWidth, where p is the projected sinusoid
/// of the distance. The second term of row i is row i of (q + v)·Pᵀ shifted by i. So the matrix of
/// these terms is a view whose stride is one less than its width, and nothing is copied. Scores are
/// computed for a band of rows at a time, which needs only a band of P.
package struct SelfAttention: Sendable {
  package let block: Int
  package let nHeads: Int
  package let norm: LayerNorm
  package let queriesKeysValues: Linear
  package let position: Parameter
  package let contentBias: Parameter
  package let positionBias: Parameter
  package let output: Linear
  package let dropout: Int

  /// The number of rows of scores that are computed at a time.
  static let band = 64

  package init(
    _ name: String, block: Int, _ architecture: Architecture, in builder: inout ModelBuilder
  ) {
    let dModel = architecture.dModel
    self.block = block
    nHeads = architecture.nHeads
    norm = LayerNorm("\(name).norm", size: dModel, in: &builder)
    queriesKeysValues = Linear("\(name).qkv", inputs: dModel, outputs: 3 * dModel, in: &builder)
    position = builder.layout.matrix("\(name).position.weight", rows: dModel, columns: dModel)
    contentBias = builder.layout.vector("\(name).content_bias", dModel)
    positionBias = builder.layout.vector("\(name).position_bias", dModel)
    output = Linear("\(name).output", inputs: dModel, outputs: dModel, in: &builder)
    dropout = builder.dropoutSite()
  }

  package struct Saved {
    let x: Matrix
    let norm: LayerNorm.Saved
    let normalized: Matrix
    /// Queries, keys and values, [frames, 3·dModel].
    let all: Matrix
    /// Queries plus u.
    let contentQueries: Matrix
    /// Queries plus v.
    let positionQueries: Matrix
    /// [nHeads·frames, frames]
    let attention: Matrix
    let context: Matrix
  }

  private var headWidth: Int { output.inputs / nHeads }
  private var scale: Float { 1 / Float(headWidth).squareRoot() }

  private func columns(_ head: Int) -> Range<Int> {
    head * headWidth..<(head + 1) * headWidth
  }

  /// Calls `body` with each band of rows and its range of the 2·frames - 1 positions.
  private func bands(_ frames: Int, _ body: (_ rows: Range<Int>, _ positions: Range<Int>) -> Void) {
    var top = 0
    while top < frames {
      let end = min(top + Self.band, frames)
      body(top..<end, frames - end..<2 * frames - 1 - top)
      top = end
    }
  }

  /// A view [rows, columns] of `wide` [rows, columns + rows - 1], whose row i begins at column
  /// `rows - 1 - i`.
  private func skewed(_ wide: Matrix, columns: Int) -> Matrix {
    Matrix(
      wide.base + (wide.rows - 1), rows: wide.rows, columns: columns, stride: wide.stride - 1)
  }

  /// Adds a bias to the queries, the first columns of `all`.
  private func addBias(_ bias: Parameter, to all: Matrix, into queries: Matrix, _ pass: Pass) {
    pass.kernels.addRow(
      rows: queries.rows, columns: queries.columns, all.base, row: all.stride,
      pass.weight(bias), into: queries.base, row: queries.stride)
  }

  private func addSums(of matrix: Matrix, to sums: MutableFloats, _ pass: Pass) {
    pass.kernels.addColumnSums(
      rows: matrix.rows, columns: matrix.columns, matrix.base, row: matrix.stride, to: sums)
  }

  /// - Returns: the residual stream after the module, [frames, dModel].
  package func forward(_ x: Matrix, _ pass: Pass) -> (Matrix, Saved) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, dModel) = (x.rows, x.columns)
    let normalized = arena.take(rows: frames, columns: dModel)
    let all = arena.take(rows: frames, columns: 3 * dModel)
    let contentQueries = arena.take(rows: frames, columns: dModel)
    let positionQueries = arena.take(rows: frames, columns: dModel)
    let attention = arena.take(rows: nHeads * frames, columns: frames)
    let context = arena.take(rows: frames, columns: dModel)
    let y = arena.take(rows: frames, columns: dModel)

    let normSaved = norm.forward(x, into: normalized, pass)
    queriesKeysValues.forward(normalized, into: all, pass)
    addBias(contentBias, to: all, into: contentQueries, pass)
    addBias(positionBias, to: all, into: positionQueries, pass)
    let packedKeys = arena.take(kernels.packedCount(columns: frames, depth: headWidth))
    for head in 0..<nHeads {
      let columns = columns(head)
      let keys = all.columns(dModel..<2 * dModel).columns(columns)
      let values = all.columns(2 * dModel..<3 * dModel).columns(columns)
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

  /// - Parameter dx: the gradient of the module's output; replaced by the gradient of its input.
  package func backward(_ dx: Matrix, _ saved: Saved, _ gradient: Gradient, _ pass: Pass) {
    let (arena, kernels) = (pass.arena, pass.kernels)
    let (frames, dModel) = (dx.rows, dx.columns)
    arena.temporarily {
      let change = arena.take(rows: frames, columns: dModel)
      let dContext = arena.take(rows: frames, columns: dModel)
      let dAll = arena.take(rows: frames, columns: 3 * dModel)
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

  /// Computes the gradients of queries, keys, values and positions from the gradient of the
  /// context.
  private func backwardHeads(
    _ dContext: Matrix, _ saved: Saved, into dAll: Matrix, _ gradient: Gradient, _ pass: Pass
  ) {
    let arena = pass.arena
    let (frames, dModel) = (dContext.rows, dContext.columns)
    let dQueries = dAll.columns(0..<dModel)
    let dPositionQueries = arena.take(rows: frames, columns: dModel)
    let dPositions = arena.take(rows: 2 * frames - 1, columns: dModel)
    dPositions.fill(0)
    for head in 0..<nHeads {
      arena.temporarily {
        backwardHead(
          head, dContext, saved, into: dAll, dPositionQueries: dPositionQueries,
          dPositions: dPositions, pass)
      }
    }
    // Content queries are q + u and position queries are q + v. So the gradient of each bias is the
    // sum over the frames, and the gradient of q is the sum of both.
    addSums(of: dQueries, to: gradient.vector(contentBias), pass)
    addSums(of: dPositionQueries, to: gradient.vector(positionBias), pass)
    for t in 0..<frames {
      pass.kernels.addScaled(dModel, 1, dPositionQueries.row(t), to: dQueries.row(t))
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
    let (frames, dModel) = (dContext.rows, dContext.columns)
    let columns = columns(head)
    let keys = saved.all.columns(dModel..<2 * dModel).columns(columns)
    let values = saved.all.columns(2 * dModel..<3 * dModel).columns(columns)
    let dKeys = dAll.columns(dModel..<2 * dModel).columns(columns)
    let dValues = dAll.columns(2 * dModel..<3 * dModel).columns(columns)
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
