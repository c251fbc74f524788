import Files
import KernelInterface
import Kernels
import Randomness

/// Measures single utterances with a trained model: loss, transcript, and how the loss depends on the
/// features. One utterance per thread at a time, without dropout and masks.
package final class Probe: PiecedWork, @unchecked Sendable {
  package struct Settings: Sendable {
    /// The number of random directions of the curvature; 0 to leave it out.
    package var draws = 0
    /// The distance at which gradients are compared, in standard deviations of the features. In single
    /// precision, differences at 1e-3 have a relative error of about 1e-4.
    package var step: Float = 1e-3
    /// The random signs of an utterance depend on the seed, its id and the number of the draw.
    package var seed = Seed(short: 0)

    package init() {}
  }

  package struct Measurement: Hashable, Sendable {
    /// The transcript as tokens, without blanks.
    package var labels: [Int32] = []
    /// The CTC loss of the text in nats; nil if the text does not fit or has a symbol without a token.
    package var loss: Double?
    /// ‖∇L(x)‖ of the loss per token L and the features x.
    package var inputGradientNorm: Double?
    /// The mean of ‖∇L(x + hv) − ∇L(x)‖ over random signs v, h being the step. This is the score of
    /// Garg et al. (2024) as their program computes it: neither squared nor divided by h.
    package var curvature: Double?
    /// Hutchinson's estimate of the trace of the Hessian of the loss per token with respect to the
    /// features: the mean of v · (∇L(x + hv) − ∇L(x)) / h over the same signs. It may be negative.
    package var hessianTrace: Double?
    /// The place of the token with the highest share of the loss, and the share in nats.
    package var worstToken: Int?
    package var worstTokenLoss: Double?
  }

  package let model: Conformer
  private let settings: Settings
  private let prepared: PreparedWeights
  private let pool: WorkerPool
  private let memory: [ThreadMemory]
  private var source: (any BatchSource)?
  private var ids: [String] = []
  private let results = Slots<Measurement>()
  private let problems = Slots<Problem?>()

  /// The memory of one thread.
  private final class ThreadMemory {
    let workspace: Workspace
    /// The gradient of the parameters, which nobody reads.
    let parameters: Buffer
    /// The moved features, the gradient of the features, and that of the moved ones.
    var moved = Buffer(0)
    var gradient = Buffer(0)
    var other = Buffer(0)

    init(_ model: Conformer) {
      workspace = Workspace(model)
      parameters = Buffer(model.layout.count)
    }

    func grow(to count: Int) {
      guard moved.count < count else { return }
      moved = Buffer(count)
      gradient = Buffer(count)
      other = Buffer(count)
    }
  }

  package init(_ model: Conformer, _ settings: Settings, pool: WorkerPool) {
    self.model = model
    self.settings = settings
    self.pool = pool
    prepared = PreparedWeights(model, maxFrames: 1, threads: pool.threads)
    memory = (0..<pool.threads).map { _ in ThreadMemory(model) }
  }

  /// All parameters. Call `weightsChanged` after setting them.
  package var values: Buffer { prepared.values }

  package func weightsChanged() { prepared.refresh(frames: prepared.maxFrames, on: pool) }

  /// Measures all utterances of `source`.
  /// - Parameter ids: the id of each utterance, which determines its random signs.
  package func measure(
    _ source: any BatchSource, ids: [String]
  ) throws(Problem) -> [Measurement] {
    results.reset(source.count, to: Measurement())
    problems.reset(source.count, to: nil)
    var longest = 1
    for position in 0..<source.count { longest = max(longest, source.frames(position)) }
    let frames = model.architecture.outputFrames(longest)
    if frames > prepared.maxFrames { prepared.refresh(frames: frames, on: pool) }
    self.source = source
    self.ids = ids
    pool(source.count, of: self)
    self.source = nil
    for case let problem? in problems.elements { throw problem }
    return Array(results.elements)
  }

  package func run(piece: Int, thread: Int) {
    guard let source else { return }
    do throws(Problem) {
      let example = try source.load(piece, thread: thread)
      results.elements[piece] = try measure(example, id: ids[piece], memory[thread])
    } catch {
      problems.elements[piece] = error
    }
  }

  private func measure(
    _ example: LoadedExample, id: String, _ memory: ThreadMemory
  ) throws(Problem) -> Measurement {
    var measured = Measurement()
    let workspace = memory.workspace
    workspace.arena.reset()
    let y = model.logProbabilities(example.features, prepared.weights, workspace)
    guard !model.kernels.sumOfSquares(y.count, y.base).isNaN else {
      throw Problem(
        .badData, "the model's scores are not finite",
        hint: "training may have diverged: read its log, and train with a lower learning rate")
    }
    measured.labels = GreedyDecoder().decode(y.base, frames: y.rows, symbols: y.columns)
    let targets = Array(UnsafeBufferPointer(start: example.targets, count: example.length))
    guard !targets.isEmpty, y.rows >= Tokenizer.framesNeeded(targets) else { return measured }
    if let shares = TokenLosses.shares(y, targets: targets),
      let worst = shares.indices.max(by: { shares[$0] < shares[$1] })
    {
      measured.worstToken = worst
      measured.worstTokenLoss = shares[worst]
    }
    let features = example.features
    memory.grow(to: features.count)
    let loss = gradient(of: features, example, into: memory.gradient, memory)
    guard loss.isFinite else { return measured }
    measured.loss = Double(loss)
    let count = features.count
    measured.inputGradientNorm =
      model.kernels.sumOfSquares(count, memory.gradient.base).squareRoot()
    guard settings.draws > 0 else { return measured }
    var (sum, trace) = (0.0, 0.0)
    for draw in 0..<settings.draws {
      var signs = settings.seed.stream("trace/curvature/\(id)/\(draw)")
      for first in stride(from: 0, to: count, by: 64) {
        let word = signs.next()
        for index in first..<min(first + 64, count) {
          let sign: Float = (word >> UInt64(index - first)) & 1 == 1 ? 1 : -1
          memory.moved.base[index] = features.base[index] + settings.step * sign
        }
      }
      let moved = Matrix(
        memory.moved.base, rows: features.rows, columns: features.columns)
      _ = gradient(of: moved, example, into: memory.other, memory)
      model.kernels.addScaled(count, -1, memory.gradient.base, to: memory.other.base)
      sum += model.kernels.sumOfSquares(count, memory.other.base).squareRoot()
      for index in 0..<count {
        let change = Double(memory.other.base[index])
        trace += memory.moved.base[index] > features.base[index] ? change : -change
      }
    }
    measured.curvature = sum / Double(settings.draws)
    measured.hessianTrace = trace / (Double(settings.step) * Double(settings.draws))
    return measured
  }

  /// Writes the gradient of the loss per token with respect to the features.
  /// - Returns: the loss of the whole text.
  private func gradient(
    of features: Matrix, _ example: LoadedExample, into gradient: Buffer, _ memory: ThreadMemory
  ) -> Float {
    model.lossAndGradient(
      features, targets: example.targets, length: example.length,
      scale: 1 / Float(example.length), prepared.weights, memory.workspace, dropout: nil,
      into: Gradient(values: memory.parameters.base, matrices: .sets),
      features: Matrix(gradient.base, rows: features.rows, columns: features.columns))
  }
}
