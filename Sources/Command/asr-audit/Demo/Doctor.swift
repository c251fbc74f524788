import ArgumentParser
import Files
import Foundation

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks the installation and the detector.",
    discussion: """
      Checks libraries, voices, the processor and free disk space, and trains two small models: one \
      on canaries, whose leak must be detected, and one without, which must not be flagged. Neither the \
      sounds nor other properties of their canaries may tell trained ones from controls. The exit \
      status is 0 if every check passes, and 3 otherwise.

      Example:
        asr-audit doctor
        asr-audit doctor --json
      """)

  @Flag(help: "Print the checks as JSON.")
  var json = false

  func run() throws {
    Interruption.listen()
    var checks = InstallationChecks().all
    if checks.allSatisfy({ $0.isPassed || !$0.isNeededByDetector }) {
      checks += try DetectorChecks().all()
    }
    if json {
      print(String(decoding: JSONCoding.encoded(checks, pretty: true), as: UTF8.self))
    } else {
      print(
        textTable(
          ["check", "result", ""],
          checks.map { [$0.check, $0.found, $0.isPassed ? "ok" : "FAIL"] }))
    }
    let failed = checks.count { !$0.isPassed }
    if failed > 0 {
      diagnose("\(failed) of \(checks.count) checks failed")
      throw ExitStatus.preflight
    }
  }
}

/// One check of the doctor and its result.
struct DoctorCheck: Encodable {
  var check: String
  var found: String
  var isPassed: Bool
  /// Whether the detector checks are skipped if this one fails.
  var isNeededByDetector = false

  init(_ check: String, _ found: String, _ isPassed: Bool) {
    self.check = check
    self.found = found
    self.isPassed = isPassed
  }

  /// A check that failed with an error.
  init(_ check: String, failedWith error: any Error) {
    let found =
      switch error {
      case let problem as Problem: "\(problem)"
      case let status as ExitStatus: "ended with status \(status.rawValue)"
      default: ASRAudit.message(for: error)
      }
    self.init(check, found, false)
  }

  private enum CodingKeys: String, CodingKey {
    case check, found
    case isPassed = "passed"
  }
}
