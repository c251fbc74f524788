import Platform
import Statistics

/// The median times of several runs.
struct Measured: Encodable {
  /// Wall time.
  let seconds: Double
  /// CPU time of all threads of the process.
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
    seconds = median(walls)!
    cpuSeconds = median(processors)!
  }

  /// Measures after one run that is not counted.
  init(warm repeats: Int, _ body: () throws -> Void) rethrows {
    try body()
    try self.init(repeats, body)
  }
}

/// A result and its times, encoded as one object.
struct Timed<Result: Encodable>: Encodable {
  let measured: Measured
  let result: Result

  func encode(to encoder: any Encoder) throws {
    try measured.encode(to: encoder)
    try result.encode(to: encoder)
  }
}
