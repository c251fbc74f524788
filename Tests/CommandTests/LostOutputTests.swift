import TestSupport
import Testing

/// The exit status when standard output or standard error cannot be written.
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
  func `a message that nobody can read changes no status`(_ redirection: String) throws {
    let place = try TemporaryDirectory()
    #expect(try status(of: ["gate", "none.json"], redirection, in: place) == 66)
  }

  @Test(arguments: ["html", "markdown", "json", "junit", "sarif"])
  func `a rendering that is lost is an error`(_ format: String) throws {
    let place = try TemporaryDirectory()
    let report = "\(packageRoot)/Fixtures/Golden/report.json"
    let command = ["report", report, "--format", format]
    #expect(try status(of: command, "> /dev/full", in: place) == 74)
    #expect(try status(of: command, "> kept", in: place) == 0)
  }
}
