import Files

extension String {
  /// The text for one line of a terminal. Characters that would move the cursor, change colours or
  /// reverse the writing direction become `\u{…}`, and everything after 80 scalars is cut.
  var printable: String {
    var text = ""
    for scalar in unicodeScalars.prefix(80) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return unicodeScalars.count > 80 ? text + "…" : text
  }
}

/// The first names in quotes: `"id", "hyp" and 3 more`.
func quoted(_ names: [String]) -> String {
  abbreviatedList(
    names.prefix(12).map { "\"\($0.printable)\"" }, limit: 12, count: names.count)
}
