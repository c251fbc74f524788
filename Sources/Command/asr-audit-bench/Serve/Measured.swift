import Platform

/// Medians over several runs of one thing.
struct Measured: Encodable {
  /// By the wall's clock.
  let seconds: Double
  /// Of all threads of this process.
  let cpuSeconds: Double

  init(_ repeats: Int, _ body: () throws -> Void) rethrows {
    var walls: [Double] = []
    var processors: [Double] = []
    for _ in 0..<repeats {
      let wall = secondsOn(CLOCK_MONOTONIC)
      let processor = secondsOn(CLOCK_PROCESS_CPUTIME_ID)
      try body()
      processors.append(secondsOn(CLOCK_PROCESS_CPUTIME_ID) - processor)
      walls.append(secondsOn(CLOCK_MONOTONIC) - wall)
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

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// An answer with the times that it took, side by side in one object.
struct Timed<Result: Encodable>: Encodable {
  let measured: Measured
  let result: Result

  func encode(to encoder: any Encoder) throws {
    try measured.encode(to: encoder)
    try result.encode(to: encoder)
  }
}
