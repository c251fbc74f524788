import TestSupport
import Testing

/// Nobody listens: the exit status still says what happened.
struct LostOutputTests {
  private func status(_ command: String, in place: TemporaryDirectory) throws -> Int32 {
    let path = builtProgram("asr-audit")
    return try runCommand(
      "sh", ["-c", command.replacing("asr-audit", with: "'\(path)'")], in: place.path
    ).status
  }

  @Test(arguments: ["2>/dev/full", "2>&-", ">/dev/full 2>/dev/full"])
  func `a message that nobody can read changes no status`(_ redirection: String) throws {
    let place = try TemporaryDirectory()
    #expect(try status("asr-audit gate none.json \(redirection)", in: place) == 66)
  }

  @Test(arguments: ["html", "markdown", "json", "junit", "sarif"])
  func `a rendering that is lost is an error`(_ format: String) throws {
    let place = try TemporaryDirectory()
    let report = "\(packageRoot)/Fixtures/Golden/report.json"
    let command = "asr-audit report '\(report)' --format \(format)"
    #expect(try status("\(command) > /dev/full", in: place) == 74)
    #expect(try status("\(command) > kept", in: place) == 0)
  }
}
