import Files
import KernelInterface
import Kernels

/// Transcribes utterances with a trained model, one per thread at a time.
package final class Transcriber: PiecedWork, @unchecked Sendable {
  package let model: Conformer
  private let prepared: PreparedWeights
  private let pool: WorkerPool
  private let workspaces: [Workspace]
  private let beam: BeamDecoder?
  private var source: (any BatchSource)?
  private let results = Slots<Transcript>()
  private let problems = Slots<Problem?>()

  package struct Transcript: Hashable, Sendable {
    /// The tokens, without blanks.
    package var labels: [Int32]
    /// The CTC loss of the targets in nats; +infinity if the audio is too short for them, nil if
    /// there are none.
    package var loss: Double?
  }

  /// - Parameter beam: the beam search, or nil for greedy decoding.
  package init(_ model: Conformer, beam: BeamDecoder?, pool: WorkerPool) {
    self.model = model
    self.beam = beam
    self.pool = pool
    prepared = PreparedWeights(model, maxFrames: 1, threads: pool.threads)
    workspaces = (0..<pool.threads).map { _ in Workspace(model) }
  }

  /// All parameters. Call `weightsChanged` after setting them.
  package var values: Buffer { prepared.values }

  package func weightsChanged() { prepared.refresh(frames: prepared.maxFrames, on: pool) }

  /// Transcribes all utterances of `source`.
  /// - Parameter computesLoss: also computes the loss of the source's targets.
  package func transcribe(
    _ source: any BatchSource, computesLoss: Bool
  ) throws(Problem) -> [Transcript] {
    let count = source.count
    results.reset(count, to: Transcript(labels: [], loss: computesLoss ? 0 : nil))
    problems.reset(count, to: nil)
    var longest = 1
    for position in 0..<count { longest = max(longest, source.frames(position)) }
    let frames = model.architecture.outputFrames(longest)
    if frames > prepared.maxFrames { prepared.refresh(frames: frames, on: pool) }
    self.source = source
    pool(count, of: self)
    self.source = nil
    for case let problem? in problems.elements { throw problem }
    return Array(results.elements)
  }

  package func run(piece: Int, thread: Int) {
    guard let source else { return }
    do throws(Problem) {
      let example = try source.load(piece, thread: thread)
      let workspace = workspaces[thread]
      workspace.arena.reset()
      let y = model.logProbabilities(example.features, prepared.weights, workspace)
      guard !model.kernels.sumOfSquares(y.count, y.base).isNaN else {
        throw Problem(
          .badData, "the model's scores are not finite",
          hint: "training may have diverged: read its log, and train with a lower learning rate")
      }
      results.elements[piece].labels =
        beam?.decode(y.base, frames: y.rows, symbols: y.columns)
        ?? GreedyDecoder().decode(y.base, frames: y.rows, symbols: y.columns)
      if results.elements[piece].loss != nil {
        let gradient = workspace.arena.take(rows: y.rows, columns: y.columns)
        results.elements[piece].loss = Double(
          model.ctc(
            y, targets: example.targets, length: example.length, into: gradient, workspace))
      }
    } catch {
      problems.elements[piece] = error
    }
  }
}
