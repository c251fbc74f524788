import TestSupport
import Testing

/// The exit status of an error whose message cannot be written.
struct LostOutputTests {
  /// Runs `asr-audit` in a shell.
  /// - Parameter redirection: shell code behind the arguments; the shell never parses a path.
  private func status(
    of arguments: [String], _ redirection: String, in place: TemporaryDirectory
  ) throws -> Int32 {
    let words = ["-c", "\"$@\" \(redirection)", "sh", builtProgram("asr-audit")] + arguments
    return try runCommand("sh", words, in: place.path).status
  }

  @Test(arguments: ["2>/dev/full", "2>&-", ">/dev/full 2>/dev/full"])
  func `a message that cannot be written does not change the exit status`(
    _ redirection: String
  ) throws {
    let place = try TemporaryDirectory()
    #expect(try status(of: ["gate", "none.json"], redirection, in: place) == 66)
  }
}
