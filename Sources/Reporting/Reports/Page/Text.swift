/// A piece of prose with its parts told apart, so that each rendering escapes and marks them in its
/// own way. What comes from a file goes in as `name` or `code`, never as markup.
///
///     let text: Text = "corpus: \(name: corpus), root \(code: root), \(strong: "seed not secret")"
package struct Text: Hashable, Sendable {
  package enum Run: Hashable, Sendable {
    case plain(String)
    case strong(String)
    case emphasis(String)
    /// Foreign words, in whatever script.
    case name(String)
    /// Foreign or own, for machines.
    case code(String)
    /// To a page of ours beside this one: a relative path of letters, digits and `-_./`.
    case link(String, to: String)
  }

  package private(set) var runs: [Run] = []

  package init(_ text: String) {
    runs = text.isEmpty ? [] : [.plain(text.shortened(to: Self.longestText))]
  }

  /// In Unicode scalars: no sentence of ours comes near, and a file's cannot fill a page.
  private static let longestText = 2_000
  fileprivate static let longestName = 200

  package static func + (a: Text, b: Text) -> Text {
    var sum = a
    sum.runs += b.runs
    return sum
  }

  /// Without any marking.
  package var words: String {
    runs.map { run in
      switch run {
      case .plain(let text), .strong(let text), .emphasis(let text), .name(let text),
        .code(let text), .link(let text, _):
        text
      }
    }
    .joined()
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
  /// Cut after so many Unicode scalars, and marked so.
  fileprivate func shortened(to count: Int) -> String {
    guard unicodeScalars.count > count else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(count - 1))) + "…"
  }
}
