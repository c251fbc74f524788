/// Read-only floats. No alignment is asked for anywhere.
package typealias Floats = UnsafePointer<Float>
/// Floats that a kernel writes.
package typealias MutableFloats = UnsafeMutablePointer<Float>

/// What a matrix product does with the matrix that it writes.
package enum Product: Int, Sendable {
  /// C = A·B
  case sets
  /// C = C + A·B
  case adds
  /// C = A·B + bias, one bias for each column
  case addsToBias
}

/// Every kernel, as one instruction set has it. Three modules conform, compiled from one source for
/// different processors; `Kernels` chooses among them once.
///
/// Matrices are row-major; strides count floats. A count of 0 does nothing. Unless said otherwise
/// a kernel overwrites its output; input and output may be one array where a kernel goes element by
/// element, and must not overlap otherwise. Nothing here allocates, and nothing outside the
/// stated ranges is read or written.
package protocol KernelSet: SendableMetatype {
  // MARK: - Matrix product (Multiply.swift)

  /// C[rows,columns] = A[rows,depth]·B[depth,columns]. Element (i,j) of A is
  /// a[i·aRow + j·aColumn], of B likewise; of each one stride is 1.
  /// - Parameters:
  ///   - bias: [columns], read only for `.addsToBias`.
  ///   - scratch: `multiplyScratch` floats.
  static func multiply(
    rows: Int, columns: Int, depth: Int,
    _ a: Floats, row aRow: Int, column aColumn: Int,
    _ b: Floats, row bRow: Int, column bColumn: Int,
    into c: MutableFloats, row cRow: Int, _ product: Product, bias: Floats?,
    scratch: MutableFloats)
  /// B[depth,columns] in the order in which products read it: `packedCount` floats.
  static func pack(
    columns: Int, depth: Int, _ b: Floats, row: Int, column: Int, into packed: MutableFloats)
  static func packedCount(columns: Int, depth: Int) -> Int
  /// Columns of B that stand together: from a multiple of it on, packed columns are a packed B too.
  static var panelColumns: Int { get }
  /// `multiply` with a packed B, or with rows `first`..<`first + depth` of one of `packedDepth` rows.
  static func multiplyPacked(
    rows: Int, columns: Int, depth: Int,
    _ a: Floats, row aRow: Int, column aColumn: Int,
    _ packed: Floats, from first: Int, of packedDepth: Int,
    into c: MutableFloats, row cRow: Int, _ product: Product, bias: Floats?,
    scratch: MutableFloats)
  /// Floats of scratch that a product of any shape needs.
  static var multiplyScratch: Int { get }

  // MARK: - Elements (Elements.swift, Swish.swift, GLU.swift, Dropout.swift)

  /// y = y + a·x
  static func addScaled(_ count: Int, _ a: Float, _ x: Floats, to y: MutableFloats)
  /// y = a·x
  static func scale(_ count: Int, _ a: Float, _ x: Floats, into y: MutableFloats)
  /// Σ x²: summed in single precision over runs of at most 1,024, these in double.
  static func sumOfSquares(_ count: Int, _ x: Floats) -> Double
  /// y = eˣ; 0 below -87.33, and never above e⁸⁸.
  static func exponential(_ count: Int, _ x: Floats, into y: MutableFloats)
  /// y = ln(max(x, floor)); `floor` is a normal positive number.
  static func logarithm(_ count: Int, floor: Float, _ x: Floats, into y: MutableFloats)
  /// y[r,c] = x[r,c]² + x[r,columns+c]²; x is [rows, 2·columns].
  static func power(rows: Int, columns: Int, _ x: Floats, into y: MutableFloats)
  /// y = x·sigmoid(x)
  static func swish(_ count: Int, _ x: Floats, into y: MutableFloats)
  /// dx = dy·swish′(x)
  static func swishBackward(_ count: Int, _ x: Floats, _ dy: Floats, into dx: MutableFloats)
  /// y[r,c] = x[r,c]·sigmoid(x[r,columns+c]); x is [rows, 2·columns].
  static func glu(rows: Int, columns: Int, _ x: Floats, into y: MutableFloats)
  /// dx is [rows, 2·columns].
  static func gluBackward(
    rows: Int, columns: Int, _ x: Floats, _ dy: Floats, into dx: MutableFloats)
  /// y[i] = scale·x[i] where hash(key, i) ≥ threshold, else 0. The hash has 32 bits. The same call
  /// makes the same choices, so backward is this kernel on dy.
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
  /// y = (x - mean)·scale·gain + bias by rows, scale = 1/√(variance + 1e-5). The variance is taken
  /// in a second pass, so that a large mean costs no digits. Rows are contiguous.
  /// - Parameter means: [rows], and `scales`: kept for backward.
  static func layerNorm(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, bias: Floats, into y: MutableFloats,
    means: MutableFloats, scales: MutableFloats)
  /// dGain and dBias are added to; dx is set, or added to where `adds`.
  static func layerNormBackward(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, means: Floats, scales: Floats,
    _ dy: Floats, into dx: MutableFloats, adds: Bool, dGain: MutableFloats,
    dBias: MutableFloats)
  /// y = softmax(scale·(a + b)) by rows. y may be a. Rows of b may overlap one another (its stride
  /// may be less than `columns`, which is how relative positions are read).
  static func softmax(
    rows: Int, columns: Int, _ a: Floats, row aRow: Int, _ b: Floats, row bRow: Int,
    scale: Float, into y: MutableFloats, row yRow: Int)
  /// dx = scale·y·(dy - Σ_c y·dy) by rows. dx may be dy.
  static func softmaxBackward(
    rows: Int, columns: Int, _ y: Floats, row yRow: Int, _ dy: Floats, row dyRow: Int,
    scale: Float, into dx: MutableFloats, row dxRow: Int)
  /// y = x - ln Σ eˣ by rows, which are contiguous.
  static func logSoftmax(rows: Int, columns: Int, _ x: Floats, into y: MutableFloats)

  // MARK: - Convolution over time, channels last (Depthwise.swift)

  /// y[t,c] = bias[c] + Σ_j w[j,c]·x[t + j - (taps-1)/2, c], x being 0 outside 0..<frames.
  /// - Parameters:
  ///   - taps: odd.
  ///   - w: [taps, channels]
  ///   - scratch: `depthwiseScratch` floats.
  static func depthwise(
    frames: Int, channels: Int, taps: Int, _ x: Floats, _ w: Floats, bias: Floats,
    into y: MutableFloats, scratch: MutableFloats)
  static func depthwiseBackwardInput(
    frames: Int, channels: Int, taps: Int, _ dy: Floats, _ w: Floats,
    into dx: MutableFloats, scratch: MutableFloats)
  /// dw and dBias are added to.
  static func depthwiseBackwardWeights(
    frames: Int, channels: Int, taps: Int, _ x: Floats, _ dy: Floats,
    dw: MutableFloats, dBias: MutableFloats, scratch: MutableFloats)
  static func depthwiseScratch(frames: Int, taps: Int) -> Int

  // MARK: - Loss (CTC.swift)

  /// Connectionist temporal classification (Graves et al. 2006), in log space.
  /// - Parameters:
  ///   - logProbabilities: [frames, symbols], each row a log-softmax. Symbol 0 is the blank.
  ///   - labels: [length], each in 1..<symbols; `length` may be 0.
  ///   - gradient: [frames, symbols], set to the gradient with respect to the logits that the
  ///     log-softmax was taken of; zeros where the loss is infinite.
  ///   - scratch: `ctcScratch` floats.
  /// - Returns: the loss in nats; +infinity where no alignment exists.
  static func ctc(
    frames: Int, symbols: Int, length: Int, _ logProbabilities: Floats,
    labels: UnsafePointer<Int32>, gradient: MutableFloats, scratch: MutableFloats
  ) -> Float
  static func ctcScratch(frames: Int, length: Int) -> Int

  // MARK: - Optimizers (Optimizers.swift)

  /// Loshchilov and Hutter 2019, algorithm 2: m and v move, then
  /// p -= rate·(m̂/(√v̂ + epsilon) + decay·p), m̂ = m/correction1, v̂ = v/correction2.
  /// - Parameter correction1: 1 - beta1^step, and `correction2` likewise.
  static func adamW(
    _ count: Int, _ p: MutableFloats, gradient: Floats, m: MutableFloats, v: MutableFloats,
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float,
    correction2: Float, decay: Float)
  /// velocity = momentum·velocity + gradient + decay·p, then p -= rate·velocity.
  static func sgd(
    _ count: Int, _ p: MutableFloats, gradient: Floats, velocity: MutableFloats, rate: Float,
    momentum: Float, decay: Float)

  // MARK: - The machine (Peak.swift)

  /// Multiply-adds in registers alone, `peakFlops` floating-point operations a round; the sum keeps
  /// the compiler from leaving them out.
  static func peak(rounds: Int) -> Float
  static var peakFlops: Int { get }
}
