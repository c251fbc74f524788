extension String {
  /// The text for one line of a terminal. Characters that would move the cursor, change colours or
  /// reverse the writing direction, and spaces that look like an ordinary space, become `\u{…}`.
  /// Everything after 80 scalars is cut.
  package var printable: String {
    var text = ""
    for scalar in unicodeScalars.prefix(80) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        text += scalar.codePoint
      case .spaceSeparator where scalar != " ": text += scalar.codePoint
      default: text.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > 80 ? text + "…" : text
  }
}

extension Unicode.Scalar {
  fileprivate var codePoint: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }
}

/// The first names in quotes: `"id", "hyp" and 3 more`.
package func quoted(_ names: [String]) -> String {
  abbreviatedList(
    names.prefix(12).map { "\"\($0.printable)\"" }, limit: 12, count: names.count)
}
