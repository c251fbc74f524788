import Foundation

/// The result of a program.
package struct CommandResult: Sendable {
  package let output: String
  package let errors: String
  /// The exit status, or 128 plus the number of the signal that ended the program.
  package let status: Int32
}

/// The error for a program that exceeded its time limit and was killed.
package struct TimeLimitExceeded: Error {
  package let command: String
}

/// The destination of a program's standard output.
package enum OutputTarget: Sendable {
  case captured
  /// A pipe whose reading end is closed.
  case closedPipe
  case device(String)
}

/// A program that was started without a shell. Its output is stored in files.
package final class RunningCommand {
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let capture: TemporaryDirectory
  private let command: String

  /// - Parameters:
  ///   - program: a path, or a name that is searched on the PATH.
  ///   - environment: variables that are added to those of the tests.
  package init(
    _ program: String, _ arguments: [String], in directory: String,
    environment: [String: String] = [:], output: OutputTarget = .captured
  ) throws {
    capture = try TemporaryDirectory()
    command = ([program] + arguments).joined(separator: " ")
    guard let path = findProgram(program) else { throw POSIXError(.ENOENT) }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardError = try file("stderr")
    let pipe = Pipe()
    switch output {
    case .captured: process.standardOutput = try file("stdout")
    case .device(let path): process.standardOutput = FileHandle(forWritingAtPath: path)
    case .closedPipe:
      try pipe.fileHandleForReading.close()
      process.standardOutput = pipe.fileHandleForWriting
    }
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  private func file(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(fileURLWithPath: capture.write(name, "")))
  }

  package var isRunning: Bool { process.isRunning }

  /// The process number of the program.
  package var processIdentifier: Int32 { process.processIdentifier }

  /// Sends SIGINT, as Ctrl-C does.
  package func interrupt() { Foundation.kill(process.processIdentifier, SIGINT) }

  /// Sends SIGKILL.
  package func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Waits until the program ends.
  /// - Parameter timeLimit: the time in seconds after which it is killed.
  package func result(timeLimit: Double = 300) throws -> CommandResult {
    if ended.wait(timeout: .now() + timeLimit) == .timedOut {
      kill()
      ended.wait()
      throw TimeLimitExceeded(command: command)
    }
    let isExit = process.terminationReason == .exit
    return CommandResult(
      output: text("stdout"), errors: text("stderr"),
      status: isExit ? process.terminationStatus : 128 + process.terminationStatus)
  }

  private func text(_ name: String) -> String {
    String(decoding: (try? capture.read(name)) ?? [], as: UTF8.self)
  }
}

/// Runs a program to its end.
@discardableResult
package func runCommand(
  _ program: String, _ arguments: [String], in directory: String = "/",
  environment: [String: String] = [:], output: OutputTarget = .captured, timeLimit: Double = 300
) throws -> CommandResult {
  try RunningCommand(
    program, arguments, in: directory, environment: environment, output: output
  ).result(timeLimit: timeLimit)
}
