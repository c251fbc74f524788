/// Returns text as the content of an element, or of an attribute in double quotes, of HTML, SVG and
/// XML.
///
/// The function works on Unicode scalars, because a quotation mark with a combining accent is one
/// character but still ends an attribute. Scalars that XML does not allow, that move a cursor or
/// that change the direction of writing become U+FFFD.
func escapedMarkup(_ text: String) -> String {
  var escaped = ""
  escaped.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar.visible)
    }
  }
  return escaped
}

extension Unicode.Scalar {
  /// The scalar itself, a space for every kind of line break and tab, or U+FFFD for a control
  /// character, a bidirectional control or a noncharacter.
  var visible: Unicode.Scalar {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: self
    }
  }
}
