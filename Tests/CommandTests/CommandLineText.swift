import Testing
import asr_audit

/// A command line of asr-audit in a text for people.
struct CommandLineText: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  var testDescription: String { arguments.joined(separator: " ") }

  /// Finds the command lines in a text: lines that begin with `asr-audit`, with the lines that
  /// continue them.
  static func all(in text: String) -> [CommandLineText] {
    text.replacing("\\\n", with: " ").split(separator: "\n").compactMap { line in
      let words = shellWords(line)
      return words.first == "asr-audit" ? CommandLineText(arguments: Array(words.dropFirst())) : nil
    }
  }

  /// Splits a line as a shell does, up to a comment, `;` or `|`. Only single quotes are supported.
  private static func shellWords(_ line: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      if character == "'" {
        isQuoted.toggle()
        word = word ?? ""
      } else if isQuoted || !" ;|#".contains(character) {
        word = (word ?? "") + String(character)
      } else {
        if let word { words.append(word) }
        word = nil
        if character != " " { break }
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}

/// Expects that the argument parser accepts the command line.
func expectValid(
  _ line: CommandLineText, sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    _ = try ASRAudit.parseAsRoot(line.arguments)
  } catch {
    // A request for help or the version is an "error" with status 0.
    #expect(
      ASRAudit.exitCode(for: error).isSuccess,
      "asr-audit \(line.testDescription): \(ASRAudit.message(for: error))",
      sourceLocation: sourceLocation)
  }
}
