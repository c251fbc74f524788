/// String literals of Python, as `repr` writes them.
///
///     literal = "'" { char | escape } "'" | '"' { char | escape } '"'
///     escape  = "\" ("\" | "'" | '"' | "n" | "r" | "t" | "x" 2 hex | "u" 4 hex | "U" 8 hex)
package enum PythonString {
  /// Parses the literal at the start of `text`.
  /// - Returns: its value and the text after it; nil if no literal starts there or it does not end.
  package static func parse(_ text: Substring) -> (value: String, rest: Substring)? {
    let scalars = text.unicodeScalars
    guard let quote = scalars.first, quote == "'" || quote == "\"" else { return nil }
    var value = String.UnicodeScalarView()
    var index = scalars.index(after: scalars.startIndex)
    while index < scalars.endIndex {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      if scalar == quote { return (String(value), Substring(scalars[index...])) }
      guard scalar == "\\" else {
        value.append(scalar)
        continue
      }
      guard index < scalars.endIndex else { return nil }
      let letter = scalars[index]
      index = scalars.index(after: index)
      switch letter {
      case "\\", "'", "\"": value.append(letter)
      case "n": value.append("\n")
      case "r": value.append("\r")
      case "t": value.append("\t")
      case "x", "u", "U":
        let length = letter == "x" ? 2 : letter == "u" ? 4 : 8
        let digits = scalars[index...].prefix(length)
        guard digits.count == length, digits.allSatisfy({ Character($0).isHexDigit }),
          let number = UInt32(String(Substring(digits)), radix: 16)
        else { return nil }
        value.append(Unicode.Scalar(number) ?? "\u{FFFD}")
        index = digits.endIndex
      default: return nil
      }
    }
    return nil
  }
}
