/// Text as content of an element, or of an attribute in double quotes, of HTML, SVG and XML.
///
/// Goes by Unicode scalars: a quotation mark with an accent on it is still a quotation mark. What no
/// XML document may hold, moves a cursor or turns the direction of writing becomes U+FFFD.
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
  /// Itself, or U+FFFD where it would do more than be seen. Every kind of line break is a space.
  var visible: Unicode.Scalar {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: self
    }
  }
}
