import Files
import KernelInterface
import Kernels

/// The state that is kept between requests.
final class Session {
  let kernels: any KernelSet.Type
  /// The model and batch of the last "open" request.
  var workload: Workload?
  private let threads: Int
  private var pools: [Int: WorkerPool] = [:]

  init(isa: ISA, threads: Int) {
    kernels = isa.kernels
    self.threads = threads
  }

  /// - Throws: a problem if a request asks for more threads than `--threads`.
  func pool(threads count: Int) throws(Problem) -> WorkerPool {
    guard (1...threads).contains(count) else {
      throw Problem(.usage, "expected 1 to \(threads) threads, found \(count)", field: "threads")
    }
    if let pool = pools[count] { return pool }
    let pool = WorkerPool(threads: count)
    pools[count] = pool
    return pool
  }

  func opened() throws(Problem) -> Workload {
    guard let workload else {
      throw Problem(.usage, "no model is open; send an \"open\" request first")
    }
    return workload
  }
}

/// Checks that a count is at least 1.
func positive(_ value: Int, _ field: String) throws(Problem) -> Int {
  guard value >= 1 else {
    throw Problem(.usage, "expected 1 or more, found \(value)", field: field)
  }
  return value
}
