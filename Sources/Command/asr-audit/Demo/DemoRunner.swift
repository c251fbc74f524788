import Demonstration
import Files
import Glibc

/// Takes the steps of a demonstration inside this process, says which one it is at, and keeps what
/// was typed and how long it took, step by step, so that a later run can go on.
///
///     DIR/commands.sh    every step as one types it
///     DIR/output.txt     what the commands said on standard output
///     DIR/timings.jsonl  {"command":"train","output":"…","seconds":12.3,"cpu_seconds":24.1}, a line
///                        a step; CPU seconds are those of all threads and bear other load better
final class DemoRunner {
  private let directory: String
  /// What an earlier run has done already.
  private let done: String
  private var commands = DemoRunner.opening
  private static let opening = "set -e\n"

  /// What the commands say on standard error goes into the file as well.
  private let isSilent: Bool

  /// - Parameter directory: exists. Steps that its `commands.sh` has are not taken again.
  init(directory: String, isSilent: Bool = false) throws(Problem) {
    self.directory = directory
    self.isSilent = isSilent
    let record = "\(directory)/commands.sh"
    done = fileExists(record) ? String(decoding: try readFile(record), as: UTF8.self) : ""
  }

  func take(_ steps: [DemoStep]) throws {
    for step in steps {
      let before = commands
      commands += step.shell + "\n"
      if done.hasPrefix(commands) { continue }
      guard before.hasPrefix(done) else {
        throw Problem(
          .usage, "an earlier run was asked for something else than '\(step.shell)'",
          file: "\(directory)/commands.sh",
          hint: "--resume takes the options of the run that it goes on with")
      }
      // Of a step that was broken off.
      if let target = step.target, fileExists(target) { try removeTree(target) }
      switch step {
      case .makeDirectory(let path): try makeDirectories(path)
      case .write(let path, let text): try writeFile(path, text.utf8)
      case .run(let arguments): try run(arguments, step)
      }
      let isFirst = before == Self.opening
      try append((isFirst ? Self.opening : "") + step.shell + "\n", to: "commands.sh")
    }
  }

  private func append(_ text: String, to name: String) throws(Problem) {
    let file = try OutputFile(appendingTo: "\(directory)/\(name)")
    try file.write(text)
    try file.close()
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
    if let target = step.target { json.field("output", target) }
    json.field("seconds", Self.milliseconds(seconds))
    json.field("cpu_seconds", Self.milliseconds(Self.cpuSeconds - cpu))
    json.endObject()
    try append(String(decoding: json.bytes, as: UTF8.self) + "\n", to: "timings.jsonl")
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
