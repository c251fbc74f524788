import KernelInterface
import Kernels

/// Computes the CTC losses and gradients of a batch from given log-probabilities.
struct CTCRequest: Request {
  let frames: Int
  let batch: Int
  let symbols: Int
  let length: Int
  let repeats: Int

  struct Result: Encodable {
    let loss: Double
    let gradientNorm: Double
  }

  func answer(in session: Session) throws -> Timed<Result> {
    let frames = try positive(frames, "frames")
    let batch = try positive(batch, "batch")
    let symbols = try positive(symbols - 1, "symbols") + 1
    let length = try positive(length, "length")
    let kernels = session.kernels
    let rows = batch * frames
    let logits = Buffer(rows * symbols, from: Fill.first, scale: 8)
    let logProbabilities = Buffer(rows * symbols)
    kernels.logSoftmax(
      rows: rows, columns: symbols, logits.floats, into: logProbabilities.base)
    let labels = (0..<batch * length).map { Int32(1 + ($0 * 104_729 + 7) % (symbols - 1)) }
    let gradient = Buffer(rows * symbols)
    let scratch = Buffer(kernels.ctcScratch(frames: frames, length: length))
    var loss = 0.0
    let measured = Measured(warm: try positive(repeats, "repeats")) {
      loss = 0
      labels.withUnsafeBufferPointer { labels in
        for utterance in 0..<batch {
          let start = utterance * frames * symbols
          loss += Double(
            kernels.ctc(
              frames: frames, symbols: symbols, length: length, logProbabilities.base + start,
              labels: labels.baseAddress! + utterance * length, gradient: gradient.base + start,
              scratch: scratch.base))
        }
      }
    }
    return Timed(
      measured: measured,
      result: Result(loss: loss, gradientNorm: gradient.norm))
  }
}
