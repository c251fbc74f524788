/// A piece of prose as a sequence of runs, so that each rendering escapes and marks them in its own
/// way. Strings that come from a file are inserted as `name` or `code`, never as markup.
///
///     let text: Text = "corpus: \(name: corpus), root \(code: root), \(strong: "seed not secret")"
package struct Text: Hashable, Sendable {
  package enum Run: Hashable, Sendable {
    case plain(String)
    case strong(String)
    case emphasis(String)
    /// A string that comes from a file, in any script.
    case name(String)
    /// A path, an id, a hash or a command.
    case code(String)
    /// A link to a page beside this one: a relative path of letters, digits and `-_./`.
    case link(String, to: String)
    /// A state in the tone's colour, after the tone's symbol.
    case state(String, Tone)
    /// A word of the reference that the transcript lacks.
    case deletion(String)
    /// A word of the transcript that the reference lacks.
    case insertion(String)
    /// A word of the reference and the word that the transcript has in its place.
    case substitution(String, by: String)
  }

  package private(set) var runs: [Run] = []

  package init(_ text: String) {
    runs = text.isEmpty ? [] : [.plain(text.shortened(to: Self.longestText))]
  }

  /// The number of Unicode scalars after which a text is cut. The report's own sentences are
  /// shorter; a sentence from a file cannot fill a page.
  private static let longestText = 2_000
  fileprivate static let longestName = 200

  package static func + (a: Text, b: Text) -> Text {
    var sum = a
    sum.runs += b.runs
    return sum
  }

  /// The text without marking.
  package var words: String {
    runs.map { run in
      switch run {
      case .plain(let text), .strong(let text), .emphasis(let text), .name(let text),
        .code(let text), .link(let text, _):
        text
      case .state(let word, let tone): Self.state(word, tone)
      case .deletion(let word): "[-\(word)-]"
      case .insertion(let word): "{+\(word)+}"
      case .substitution(let word, let other): "[-\(word)-]{+\(other)+}"
      }
    }
    .joined()
  }

  /// A state with the symbol of its tone: `✓ passed`.
  static func state(_ word: String, _ tone: Tone) -> String {
    (tone.symbol.map { "\($0) " } ?? "") + word
  }
}

extension Text: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self.init(value) }

  package init(stringInterpolation: StringInterpolation) { runs = stringInterpolation.runs }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var runs: [Run] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { runs.append(.plain(literal)) }
    }

    package mutating func appendInterpolation(_ text: String) { runs += Text(text).runs }
    package mutating func appendInterpolation(_ number: Int) { appendLiteral(String(number)) }
    package mutating func appendInterpolation(_ text: Text) { runs += text.runs }
    package mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }
    package mutating func appendInterpolation(emphasis text: String) {
      runs.append(.emphasis(text))
    }
    package mutating func appendInterpolation(link text: String, to path: String) {
      runs.append(.link(text, to: path))
    }
    package mutating func appendInterpolation(state word: String, _ tone: Tone) {
      runs.append(.state(word, tone))
    }
    package mutating func appendInterpolation(deletion word: String) {
      append(word, as: Run.deletion)
    }
    package mutating func appendInterpolation(insertion word: String) {
      append(word, as: Run.insertion)
    }
    package mutating func appendInterpolation(substitution word: String, by other: String) {
      append(word) { .substitution($0, by: other.shortened(to: Text.longestName)) }
    }
    package mutating func appendInterpolation(name text: String) {
      append(text, as: Run.name)
    }
    package mutating func appendInterpolation(code text: String) {
      append(text, as: Run.code)
    }

    private mutating func append(_ text: String, as run: (String) -> Run) {
      runs.append(
        text.isEmpty ? .emphasis("empty") : run(text.shortened(to: Text.longestName)))
    }
  }
}

extension String {
  /// The string cut to `count` Unicode scalars; an ellipsis marks the cut.
  fileprivate func shortened(to count: Int) -> String {
    guard unicodeScalars.count > count else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(count - 1))) + "…"
  }
}
