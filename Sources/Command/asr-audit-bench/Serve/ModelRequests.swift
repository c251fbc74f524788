import Files
import Recognizer

/// Loads a model and a batch for the following requests.
struct OpenRequest: Request {
  let checkpoint: String
  let features: String

  struct Answer: Encodable {
    let parameters: Int
  }

  func answer(in session: Session) throws -> Answer {
    session.workload = nil
    let workload = try Workload(
      checkpoint: checkpoint, features: features, kernels: session.kernels)
    session.workload = workload
    return Answer(
      parameters: Conformer(workload.architecture, kernels: session.kernels).layout.count)
  }
}

/// Takes training steps: forward, backward, clipping, AdamW.
struct StepRequest: Request {
  let clip: TrainingConfiguration.ClippingMode
  let maxGradNorm: Double?
  let virtualCores: Int?
  let repeats: Int
  let threads: Int

  struct Result: Encodable {
    let losses: [Double]
  }

  func answer(in session: Session) throws -> Timed<Result> {
    let workload = try session.opened()
    let trainer = try workload.trainer(
      clip: clip, maxGradNorm: maxGradNorm ?? 1, virtualCores: virtualCores ?? 1,
      on: session.pool(threads: threads))
    var losses: [Double] = []
    let measured = try Measured(positive(repeats, "repeats")) {
      losses.append(try trainer.takeStep(workload.batch).outcome.loss)
    }
    return Timed(measured: measured, result: Result(losses: losses))
  }
}

/// Computes log-probabilities and greedy decoding of the batch.
struct TranscribeRequest: Request {
  let repeats: Int
  let threads: Int

  struct Result: Encodable {
    let tokens: [[Int32]]
  }

  func answer(in session: Session) throws -> Timed<Result> {
    let workload = try session.opened()
    let transcriber = try workload.transcriber(on: session.pool(threads: threads))
    var tokens: [[Int32]] = []
    let measured = try Measured(warm: positive(repeats, "repeats")) {
      tokens = try transcriber.transcribe(workload.batch, computesLoss: false).map(\.labels)
    }
    return Timed(measured: measured, result: Result(tokens: tokens))
  }
}
