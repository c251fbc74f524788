import Files

/// The keys and columns by which programs state that they failed on an utterance. An empty text beside
/// one of them is no utterance without speech.
enum FailureMark {
  private static let errors: Set<String> = [
    "error", "errors", "error_message", "exception", "traceback", "failure", "failed",
  ]
  private static let outcomes: Set<String> = ["success", "succeeded", "ok"]
  private static let states: Set<String> = ["failed", "failure", "error", "timeout", "cancelled"]
  private static let nothing: Set<String> = [
    "", "0", "null", "none", "nan", "false", "no", "[]", "{}", "\"\"",
  ]

  static func isName(_ name: String) -> Bool {
    let name = name.lowercased()
    return errors.contains(name) || outcomes.contains(name) || name == "status"
  }

  /// True if a value tells a failure.
  /// - Parameter value: the text of the value, without the quotes of a string.
  static func tells(_ name: String, _ value: String) -> Bool {
    let value = value.lowercased()
    return switch name.lowercased() {
    case "status": states.contains(value)
    case let name where outcomes.contains(name): ["false", "no", "0"].contains(value)
    case let name where errors.contains(name): !nothing.contains(value)
    default: false
    }
  }
}

extension JSONScanner {
  /// Reads the value of a key that can tell a failure.
  mutating func tellsFailure(_ name: String) throws(JSONError) -> Bool {
    switch try kind() {
    case .string: return FailureMark.tells(name, try decodedString())
    case .boolean: return FailureMark.tells(name, try boolean() ? "true" : "false")
    case .number: return FailureMark.tells(name, try number() == 0 ? "0" : "1")
    case .null:
      try skip()
      return false
    case .array, .object:
      let range = try rawValue()
      return FailureMark.tells(name, range.count > 2 ? "value" : "[]")
    }
  }
}

extension TranscriptLines {
  /// The problem of an empty text beside a stated failure.
  func failure(_ name: String, line: Int) -> Problem {
    problem(
      "the text is empty and this field states a failure", line: line, field: name,
      hint: "transcribe the utterance again, or leave its line out, so that it counts as missing")
  }
}
