/// An error that a user can cause and correct. It names the place and the next step.
///
/// It is the only error type of the project, apart from `JSONError`, which becomes a problem. It
/// stays a value until the command prints it. Its kind determines the exit status.
package struct Problem: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The options or arguments are invalid.
    case usage
    /// The content of an input is invalid.
    case badData
    /// An input does not exist or is not readable.
    case missingInput
    /// Training would drop the canaries, or the design cannot reach a conclusion.
    case preflight
    /// An output cannot be created.
    case cannotWrite
    /// Reading or writing failed after it had begun.
    case inputOutput
  }

  package private(set) var kind: Kind
  package var file: String?
  /// Counted from 1.
  package var line: Int?
  package var field: String?
  package private(set) var message: String
  /// The next step.
  package let advice: Hint?
  /// The typed reason, if the module that found the problem has one. It does not take part in
  /// comparisons, because the message already tells two causes apart.
  package let cause: (any ProblemCause)?

  /// A problem with a typed reason. The command may replace `field` and `hint` by its own options.
  package init(_ cause: some ProblemCause, file: String? = nil, line: Int? = nil) {
    kind = cause.kind
    self.file = file
    self.line = line
    field = cause.field
    message = cause.message
    advice = cause.hint.map { Hint($0) }
    self.cause = cause
  }

  package init(
    _ kind: Kind, _ message: String, file: String? = nil, line: Int? = nil, field: String? = nil,
    hint: Hint? = nil
  ) {
    self.kind = kind
    self.message = message
    self.file = file
    self.line = line
    self.field = field
    advice = hint
    cause = nil
  }

  /// The next step, with settings by their own names.
  package var hint: String? { advice?.text }

  /// A copy with another kind, message or field.
  package func with(kind: Kind? = nil, message: String? = nil, field: String? = nil) -> Problem {
    var changed = self
    changed.kind = kind ?? self.kind
    changed.message = message ?? self.message
    changed.field = field ?? self.field
    return changed
  }

  /// A copy with file and line, unless the problem has them already.
  package func located(in file: String, line: Int? = nil) -> Problem {
    var placed = self
    placed.file = self.file ?? file
    placed.line = self.line ?? line
    return placed
  }
}

/// A typed reason for a problem. Its wording does not name command-line options; the command adds
/// those, because it knows the values of the case.
package protocol ProblemCause: Sendable {
  var kind: Problem.Kind { get }
  /// The name of the wrong value in this program's documents, such as `check_utterances`.
  var field: String? { get }
  var message: String { get }
  var hint: String? { get }
}

extension Problem {
  package static func == (left: Problem, right: Problem) -> Bool {
    left.kind == right.kind && left.file == right.file && left.line == right.line
      && left.field == right.field && left.message == right.message && left.hint == right.hint
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(file)
    hasher.combine(line)
    hasher.combine(field)
    hasher.combine(message)
    hasher.combine(hint)
  }
}

extension Problem: CustomStringConvertible {
  /// File, line, field and message, as in `train.json:3: "duration": expected a number`, and the hint
  /// on a second line.
  package var description: String {
    var text = ""
    if let file {
      text += file
      if let line { text += ":\(line)" }
      text += ": "
    }
    if let field { text += "\"\(field)\": " }
    text += message
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }
}
