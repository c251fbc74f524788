import Demonstration
import Files
import Platform

/// Runs the steps of a demonstration in this process and records them, so that a later run can
/// continue.
///
///     DIR/commands.sh    every step as a shell command
///     DIR/output.txt     standard output of the commands
///     DIR/timings.jsonl  the times of the commands, one `StepTiming` per line
///
/// A step is run through its command line: the runner parses the arguments that `commands.sh` lists.
/// The list therefore repeats exactly what was run.
final class DemoRunner {
  private let directory: String
  /// The content of `commands.sh` that an earlier run left.
  private let done: String
  private var commands = DemoRunner.opening
  private static let opening = "set -e\n"

  /// Whether nothing is printed: standard error of the commands goes to `output.txt` as well.
  private let isSilent: Bool
  private let log = StepLog()

  /// - Parameter directory: an existing directory. Steps in its `commands.sh` are not run again.
  init(directory: String, isSilent: Bool = false) throws(Problem) {
    self.directory = directory
    self.isSilent = isSilent
    let record = "\(directory)/commands.sh"
    done = fileExists(record) ? String(decoding: try readFile(record), as: UTF8.self) : ""
  }

  /// - Throws: `Problem`, `ExitStatus` or an error of the argument parser, as the step's command does.
  func run(_ steps: [DemoStep]) throws {
    for step in steps {
      let before = commands
      commands += step.shell + "\n"
      if done.hasPrefix(commands) { continue }
      guard before.hasPrefix(done) else {
        throw Problem(
          .usage, "the earlier run did not have the step '\(step.shell)'",
          file: "\(directory)/commands.sh",
          hint: "--resume needs the same options as the run that it continues")
      }
      // An interrupted step may have left part of its output. It is not removed, because nothing
      // shows that this program wrote it.
      if let output = step.output, fileExists(output) {
        let aside = try moveAside(output)
        diagnose("\(output) is unfinished; it was moved to \(aside)")
      }
      try run(step)
      let isFirst = before == Self.opening
      try append((isFirst ? Self.opening : "") + step.shell + "\n", to: "commands.sh")
    }
  }

  private func append(_ text: String, to name: String) throws(Problem) {
    let file = try OutputFile(appendingTo: "\(directory)/\(name)")
    try file.write(text)
    try file.close()
  }

  private func run(_ step: DemoStep) throws {
    switch step {
    case .makeDirectory(let path): return try makeDirectories(path)
    case .write(let path, let text): return try writeFile(path, text.utf8)
    default: break
    }
    guard let arguments = step.arguments else { return }
    if !isSilent { log.begin(step) }
    let clock = ContinuousClock()
    let start = clock.now
    let cpu = Self.cpuSeconds
    try redirectingOutput(to: "\(directory)/output.txt") {
      var command = try ASRAudit.parseAsRoot(arguments)
      try command.run()
    }
    let timing = StepTiming(
      command: arguments[0], output: step.output,
      seconds: start.duration(to: clock.now) / .seconds(1), cpuSeconds: Self.cpuSeconds - cpu)
    try append(timing.line, to: "timings.jsonl")
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Sends standard output, and standard error of a silent run, to a file while `body` runs.
  private func redirectingOutput(to path: String, _ body: () throws -> Void) throws {
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
