/// The kernels of one instruction set. Three modules, compiled from one source for different
/// processors, conform to this protocol; `Kernels` chooses one of them.
///
/// Matrices are row-major, and strides count floats. Pointers need no alignment. A count of 0 does
/// nothing. A kernel overwrites its output unless its documentation says otherwise. Input and
/// output of an element-wise kernel may be the same array; otherwise they must not overlap. Kernels
/// do not allocate, and read and write only the stated ranges.
package protocol KernelSet: SendableMetatype {
  // MARK: - Matrix product (Multiply.swift)

  /// C[rows,columns] = A[rows,depth]·B[depth,columns].
  /// - Parameters:
  ///   - a: a view with one stride of 1.
  ///   - b: a view with one stride of 1.
  ///   - cRow: the row stride of C.
  ///   - bias: [columns], read only for `.addsToBias`.
  ///   - scratch: `multiplyScratch` floats.
  static func multiply(
    rows: Int, columns: Int, depth: Int, _ a: MatrixView, _ b: MatrixView,
    into c: MutableFloats, row cRow: Int, _ product: Product, bias: Floats?,
    scratch: MutableFloats)
  /// Copies B[depth,columns] to the order in which products read it.
  /// - Parameter packed: `packedCount` floats.
  static func pack(columns: Int, depth: Int, _ b: MatrixView, into packed: MutableFloats)
  static func packedCount(columns: Int, depth: Int) -> Int
  /// The number of columns in a panel of a packed matrix. The panels from any one to the last are a
  /// packed matrix too.
  static var panelColumns: Int { get }
  /// Multiplies by rows `first`..<`first + depth` of a packed B that has `packedDepth` rows. The
  /// other parameters are those of `multiply`.
  static func multiplyPacked(
    rows: Int, columns: Int, depth: Int, _ a: MatrixView,
    _ packed: Floats, from first: Int, of packedDepth: Int,
    into c: MutableFloats, row cRow: Int, _ product: Product, bias: Floats?,
    scratch: MutableFloats)
  /// The number of floats of scratch memory for a product of any shape.
  static var multiplyScratch: Int { get }

  // MARK: - Elements (Elements.swift, Swish.swift, GLU.swift, Dropout.swift)

  /// y = y + a·x
  static func addScaled(_ count: Int, _ a: Float, _ x: Floats, to y: MutableFloats)
  /// y = a·x
  static func scale(_ count: Int, _ a: Float, _ x: Floats, into y: MutableFloats)
  /// Returns Σ x². Runs of at most 1,024 elements are summed in single precision, the runs in
  /// double.
  static func sumOfSquares(_ count: Int, _ x: Floats) -> Double
  /// y = eˣ; 0 for x below -87.33, and e⁸⁸ for x above 88.
  static func exponential(_ count: Int, _ x: Floats, into y: MutableFloats)
  /// y = ln(max(x, floor)).
  /// - Parameter floor: a normal positive number.
  static func logarithm(_ count: Int, floor: Float, _ x: Floats, into y: MutableFloats)
  /// y[r,c] = x[r,c]² + x[r,columns+c]²; x is [rows, 2·columns].
  static func power(rows: Int, columns: Int, _ x: Floats, into y: MutableFloats)
  /// y = x·sigmoid(x)
  static func swish(_ count: Int, _ x: Floats, into y: MutableFloats)
  /// dx = dy·swish′(x)
  static func swishBackward(_ count: Int, _ x: Floats, _ dy: Floats, into dx: MutableFloats)
  /// y[r,c] = x[r,c]·sigmoid(x[r,columns+c]); x is [rows, 2·columns].
  static func glu(rows: Int, columns: Int, _ x: Floats, into y: MutableFloats)
  /// The gradient of `glu`; dx is [rows, 2·columns].
  static func gluBackward(
    rows: Int, columns: Int, _ x: Floats, _ dy: Floats, into dx: MutableFloats)
  /// y[i] = scale·x[i] if hash(key, i) ≥ threshold, else 0. The hash has 32 bits. The backward pass
  /// is the same kernel with the same key, applied to dy.
  static func dropout(
    _ count: Int, key: UInt64, threshold: UInt32, scale: Float, _ x: Floats,
    into y: MutableFloats)

  // MARK: - Rows (Rows.swift, LayerNorm.swift, Softmax.swift)

  /// y[r,c] = x[r,c] + bias[c]
  static func addRow(
    rows: Int, columns: Int, _ x: Floats, row xRow: Int, _ bias: Floats,
    into y: MutableFloats, row yRow: Int)
  /// sums[c] += Σ_r x[r,c]
  static func addColumnSums(
    rows: Int, columns: Int, _ x: Floats, row xRow: Int, to sums: MutableFloats)
  /// y = (x - mean)·rstd·gain + bias for each row, with rstd = 1/√(variance + 1e-5). The variance
  /// is computed in a second pass, so that a large mean does not cost precision. Rows are
  /// contiguous.
  /// - Parameters:
  ///   - means: [rows], written for the backward pass.
  ///   - rstds: [rows], written for the backward pass.
  static func layerNorm(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, bias: Floats, into y: MutableFloats,
    means: MutableFloats, rstds: MutableFloats)
  /// The gradient of `layerNorm`. It is added to dGain and dBias.
  /// - Parameter adds: adds to dx instead of overwriting it.
  static func layerNormBackward(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, means: Floats, rstds: Floats,
    _ dy: Floats, into dx: MutableFloats, adds: Bool, dGain: MutableFloats,
    dBias: MutableFloats)
  /// y = softmax(scale·(a + b)) for each row. y may be the same array as a. The rows of b may
  /// overlap: relative positions are read with a stride of less than `columns`.
  static func softmax(
    rows: Int, columns: Int, _ a: Floats, row aRow: Int, _ b: Floats, row bRow: Int,
    scale: Float, into y: MutableFloats, row yRow: Int)
  /// dx = scale·y·(dy - Σ_c y·dy) for each row. dx may be the same array as dy.
  static func softmaxBackward(
    rows: Int, columns: Int, _ y: Floats, row yRow: Int, _ dy: Floats, row dyRow: Int,
    scale: Float, into dx: MutableFloats, row dxRow: Int)
  /// y = x - ln Σ eˣ for each row. Rows are contiguous.
  static func logSoftmax(rows: Int, columns: Int, _ x: Floats, into y: MutableFloats)

  // MARK: - Convolution over time, channels last (Depthwise.swift)

  /// y[t,c] = bias[c] + Σ_j w[j,c]·x[t + j - (kernelSize-1)/2, c], where x is 0 outside 0..<frames.
  /// - Parameters:
  ///   - kernelSize: an odd number.
  ///   - w: [kernelSize, channels]
  ///   - scratch: `depthwiseScratch` floats.
  static func depthwise(
    frames: Int, channels: Int, kernelSize: Int, _ x: Floats, _ w: Floats, bias: Floats,
    into y: MutableFloats, scratch: MutableFloats)
  /// The gradient of `depthwise` with respect to x.
  static func depthwiseBackwardInput(
    frames: Int, channels: Int, kernelSize: Int, _ dy: Floats, _ w: Floats,
    into dx: MutableFloats, scratch: MutableFloats)
  /// The gradient of `depthwise` with respect to w and bias. It is added to dw and dBias.
  static func depthwiseBackwardWeights(
    frames: Int, channels: Int, kernelSize: Int, _ x: Floats, _ dy: Floats,
    dw: MutableFloats, dBias: MutableFloats, scratch: MutableFloats)
  static func depthwiseScratch(frames: Int, kernelSize: Int) -> Int

  // MARK: - Loss (CTC.swift)

  /// Connectionist temporal classification (Graves et al. 2006), in log space.
  /// - Parameters:
  ///   - logProbabilities: [frames, symbols], each row a log-softmax. Symbol 0 is the blank.
  ///   - labels: [length], each in 1..<symbols; `length` may be 0.
  ///   - gradient: [frames, symbols], overwritten with the gradient with respect to the logits
  ///     before the log-softmax; zeros if the loss is infinite.
  ///   - scratch: `ctcScratch` floats.
  /// - Returns: the loss in nats; +infinity if no alignment exists.
  static func ctc(
    frames: Int, symbols: Int, length: Int, _ logProbabilities: Floats,
    labels: UnsafePointer<Int32>, gradient: MutableFloats, scratch: MutableFloats
  ) -> Float
  static func ctcScratch(frames: Int, length: Int) -> Int

  // MARK: - Optimizers (Optimizers.swift)

  /// AdamW (Loshchilov and Hutter 2019, algorithm 2): updates m and v, then
  /// p -= rate·(m̂/(√v̂ + epsilon) + decay·p), with m̂ = m/correction1 and v̂ = v/correction2.
  /// - Parameters:
  ///   - correction1: 1 - beta1^step.
  ///   - correction2: 1 - beta2^step.
  static func adamW(
    _ count: Int, _ p: MutableFloats, gradient: Floats, m: MutableFloats, v: MutableFloats,
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float,
    correction2: Float, decay: Float)
  /// SGD with momentum: velocity = momentum·velocity + gradient + decay·p, then p -= rate·velocity.
  static func sgd(
    _ count: Int, _ p: MutableFloats, gradient: Floats, velocity: MutableFloats, rate: Float,
    momentum: Float, decay: Float)

  // MARK: - Peak performance (Peak.swift)

  /// Executes multiply-adds in registers, `peakFlops` floating-point operations per round. It
  /// returns their sum so that the compiler cannot remove them.
  static func peak(rounds: Int) -> Float
  static var peakFlops: Int { get }
}
