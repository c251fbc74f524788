import Files

/// A program with its arguments on one line. No shell interprets it.
///
/// Words are separated by white space. Single quotes, double quotes and backslashes protect white
/// space as in a shell. Variables, pipes and globs have no special meaning.
package struct CommandTemplate: Sendable, Hashable {
  package let words: [String]

  package init(_ line: String) throws(Problem) {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else {
      throw Problem(VoiceCommandProblem.openQuote(line))
    }
    if let finished = word { words.append(finished) }
    guard !words.isEmpty else {
      throw Problem(VoiceCommandProblem.empty)
    }
    self.words = words
  }

  /// The words with every `{name}` replaced by its value. Placeholders inside values are not replaced.
  package func filled(_ values: [String: String]) -> [String] {
    words.map { word in
      var result = ""
      var rest = word[...]
      while let close = rest.firstIndex(of: "}") {
        let after = rest.index(after: close)
        if let open = rest[..<close].lastIndex(of: "{"),
          let value = values[String(rest[rest.index(after: open)..<close])]
        {
          result += rest[..<open] + value
        } else {
          result += rest[..<after]
        }
        rest = rest[after...]
      }
      return result + rest
    }
  }

  package func mentions(_ name: String) -> Bool {
    words.contains { $0.contains("{\(name)}") }
  }
}
