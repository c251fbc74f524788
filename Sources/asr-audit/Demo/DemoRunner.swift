import Demonstration
import Files
import Glibc

/// Takes the steps of a demonstration inside this process, says which one it is at, and keeps what
/// was typed and how long it took.
///
///     DIR/commands.sh    every step as one types it
///     DIR/output.txt     what the commands said on standard output
///     DIR/timings.jsonl  {"command":"train","output":"…","seconds":12.3,"cpu_seconds":24.1}, a line
///                        a step; CPU seconds are those of all threads and bear other load better
final class DemoRunner {
  private let directory: String
  private var commands = "set -e\n"
  private var timings: [UInt8] = []

  /// What the commands say on standard error goes into the file as well.
  private let isSilent: Bool

  init(directory: String, isSilent: Bool = false) {
    self.directory = directory
    self.isSilent = isSilent
  }

  func take(_ steps: [DemoStep]) throws {
    for step in steps {
      commands += step.shell + "\n"
      switch step {
      case .makeDirectory(let path): try makeDirectories(path)
      case .write(let path, let text): try writeFile(path, text.utf8)
      case .run(let arguments): try run(arguments, step)
      }
    }
  }

  func finish() throws(Problem) {
    try writeFile("\(directory)/commands.sh", commands.utf8)
    try writeFile("\(directory)/timings.jsonl", timings)
  }

  private func run(_ arguments: [String], _ step: DemoStep) throws {
    if !isSilent { diagnose(step.shell) }
    let clock = ContinuousClock()
    let start = clock.now
    let cpu = Self.cpuSeconds
    try sayingInto("\(directory)/output.txt") {
      var command = try ASRAudit.parseAsRoot(arguments)
      try command.run()
    }
    let seconds = start.duration(to: clock.now) / .seconds(1)
    var json = JSONWriter()
    json.beginObject()
    json.field("command", arguments[0])
    if let place = arguments.firstIndex(of: "--output") {
      json.field("output", arguments[place + 1])
    }
    json.field("seconds", Self.milliseconds(seconds))
    json.field("cpu_seconds", Self.milliseconds(Self.cpuSeconds - cpu))
    json.endObject()
    timings += json.bytes + [0x0A]
  }

  private static func milliseconds(_ seconds: Double) -> Double {
    (seconds * 1000).rounded() / 1000
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Standard output goes into a file meanwhile: results that nobody asked this command for.
  private func sayingInto(_ path: String, _ body: () throws -> Void) throws {
    fflush(nil)
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw SystemError.last.writing(path) }
    defer { close(file) }
    let streams = isSilent ? [STDOUT_FILENO, STDERR_FILENO] : [STDOUT_FILENO]
    let kept = streams.map { dup($0) }
    for stream in streams { dup2(file, stream) }
    defer {
      fflush(nil)
      for (stream, copy) in zip(streams, kept) {
        dup2(copy, stream)
        close(copy)
      }
    }
    try body()
  }
}
