import Files
import KernelInterface
import Kernels

/// Measures multiply-adds in registers on all threads at the same time: the peak of several cores.
struct MultiplyAddRequest: Request {
  let threads: Int

  struct Answer: Encodable {
    let gflops: Double
  }

  func answer(in session: Session) throws -> Answer {
    let pool = try session.pool(threads: threads)
    let loop = Loop(session.kernels)
    pool(threads, of: loop)
    let seconds = Measured(1) { pool(threads, of: loop) }.seconds
    let work = session.kernels.peakFlops * Loop.rounds * threads
    return Answer(gflops: Double(work) * 1e-9 / seconds)
  }

  private final class Loop: PiecedWork {
    /// About 0.1 s at 100 GFLOP/s.
    static let rounds = 50_000_000
    private let kernels: any KernelSet.Type

    init(_ kernels: any KernelSet.Type) { self.kernels = kernels }

    func run(piece: Int, thread: Int) { _ = kernels.peak(rounds: Self.rounds) }
  }
}
