import Foundation
import TestSupport
import Testing

/// Runs the real asr-audit. `env` restores the default action of signals that the test runner
/// ignores.
@discardableResult
func asrAudit(
  _ arguments: [String], in directory: String = TemporaryDirectory.shared.path,
  output: OutputTarget = .captured
) throws -> CommandResult {
  try runCommand(
    "env", ["--default-signal=PIPE,XFSZ", builtProgram("asr-audit")] + arguments, in: directory,
    output: output)
}

/// Expects exit status 0, and shows standard error otherwise.
func expectSuccess(
  _ result: CommandResult, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try #require(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
}

/// Expects one error that contains all parts, and nothing on standard output.
func expectProblem(
  _ result: CommandResult, status: Int32, saying parts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
  #expect(result.output == "", sourceLocation: sourceLocation)
  let errors = result.errors.split(separator: "\n").filter { $0.hasPrefix("asr-audit: error: ") }
  #expect(errors.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
  for part in parts {
    #expect(
      result.errors.contains(part), "no '\(part)' in: \(result.errors)",
      sourceLocation: sourceLocation)
  }
}

/// Expects that a directory contains neither an output nor a partial one.
func expectNothing(
  of output: String, in directory: TemporaryDirectory,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let left = try directory.names().filter { $0.hasPrefix(output) }
  #expect(left == [], sourceLocation: sourceLocation)
}
