extension String {
  /// The text on one line of a terminal: what would move the cursor, change colours or reverse
  /// the writing becomes `\u{…}`, and what is longer than 80 scalars is cut.
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

/// `"id", "hyp" and 3 more`.
func quoted(_ names: [String]) -> String {
  let shown = names.prefix(12).map { "\"\($0.printable)\"" }.joined(separator: ", ")
  return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
}
