import Files

/// The exit statuses of all commands. The numbers from 64 on are those of sysexits.h; 130 and 141 are
/// what a shell reports for SIGINT and SIGPIPE.
enum ExitStatus: Int32, CaseIterable, Error {
  case passed = 0
  case gateFailed = 1
  case inconclusive = 2
  case preflight = 3
  case usage = 64
  case badData = 65
  case missingInput = 66
  case internalError = 70
  case cannotWrite = 73
  case inputOutput = 74
  case interrupted = 130
  case closedPipe = 141

  init(_ kind: Problem.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .badData: .badData
      case .missingInput: .missingInput
      case .preflight: .preflight
      case .cannotWrite: .cannotWrite
      case .inputOutput: .inputOutput
      }
  }

  var meaning: String {
    switch self {
    case .passed: "passed"
    case .gateFailed: "a gate failed"
    case .inconclusive: "inconclusive: the evidence decides nothing"
    case .preflight: "pre-flight failed: a canary could not survive, or two sets differ"
    case .usage: "usage: an option or a design is invalid"
    case .badData: "an input has invalid content"
    case .missingInput: "an input is missing or unreadable"
    case .internalError: "internal error"
    case .cannotWrite: "an output cannot be created"
    case .inputOutput: "reading or writing failed, for example because the disk is full"
    case .interrupted: "interrupted: training was saved and can be resumed"
    case .closedPipe: "the reader of standard output stopped early, as head does"
    }
  }

  /// A line for each status, for the help.
  static var table: String {
    allCases.map { status in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 5 - number.count) + "\(number)  \(status.meaning)"
    }
    .joined(separator: "\n")
  }
}
