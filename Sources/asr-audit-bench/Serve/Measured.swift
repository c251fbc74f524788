import Glibc

/// Medians over several runs of one thing.
struct Measured {
  /// By the wall's clock.
  let seconds: Double
  /// Of all threads of this process.
  let cpuSeconds: Double

  init(_ repeats: Int, _ body: () throws -> Void) rethrows {
    var walls: [Double] = []
    var processors: [Double] = []
    for _ in 0..<repeats {
      let wall = now(CLOCK_MONOTONIC)
      let processor = now(CLOCK_PROCESS_CPUTIME_ID)
      try body()
      processors.append(now(CLOCK_PROCESS_CPUTIME_ID) - processor)
      walls.append(now(CLOCK_MONOTONIC) - wall)
    }
    seconds = median(walls)
    cpuSeconds = median(processors)
  }

  /// The same after one run that is not counted.
  init(warm repeats: Int, _ body: () throws -> Void) rethrows {
    try body()
    try self.init(repeats, body)
  }
}

private func now(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
