import Files

/// A reason why a program cannot be used as a speech synthesiser, or produced no speech.
package enum VoiceCommandProblem: ProblemCause, Hashable {
  case openQuote(String)
  case empty
  /// The template lacks a placeholder, such as `text`.
  case noPlaceholder(String)
  case notFound(String)
  case notStarted(String, reason: String)
  /// - Parameters:
  ///   - how: the end of a sentence, such as `failed with status 1`.
  ///   - errors: what the program wrote to its standard error.
  case failed(String, how: String, errors: String)

  package var kind: Problem.Kind {
    switch self {
    case .openQuote, .empty, .noPlaceholder: .usage
    case .notFound, .notStarted: .missingInput
    case .failed: .badData
    }
  }

  package var field: String? { "voice_command" }

  package var message: String {
    switch self {
    case .openQuote(let line): "the command ends inside quotes or after a backslash: \(line)"
    case .empty: "the command is empty"
    case .noPlaceholder(let name): "the command does not mention {\(name)}"
    case .notFound(let program): "there is no program '\(program)' on the PATH"
    case .notStarted(let program, let reason): "'\(program)' cannot be started: \(reason)"
    case .failed(let program, let how, _): "the voice command '\(program)' \(how)"
    }
  }

  package var hint: String? {
    switch self {
    case .noPlaceholder: "for example: espeak-ng -w {output} {text}"
    case .failed(_, _, let errors):
      errors.isEmpty ? "its standard error is empty" : "its standard error: \(errors)"
    case .openQuote, .empty, .notFound, .notStarted: nil
    }
  }
}
