/// A text as an array of Unicode scalars, with the character classes of Python's regular expressions.
struct ScalarText {
  var scalars: [Unicode.Scalar]

  init(_ scalars: some Sequence<Unicode.Scalar>) { self.scalars = Array(scalars) }

  /// The scalar at an index; nil beyond the ends.
  subscript(index: Int) -> Unicode.Scalar? {
    scalars.indices.contains(index) ? scalars[index] : nil
  }

  /// The text, rewritten from left to right.
  /// - Parameter rule: called with the index of a scalar. Returns the end of the span to replace and
  ///   its replacement, or nil to keep the scalar.
  func rewritten(_ rule: (Int) -> (end: Int, replacement: [Unicode.Scalar])?) -> ScalarText {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      if let (end, replacement) = rule(index) {
        output += replacement
        index = end
      } else {
        output.append(scalars[index])
        index += 1
      }
    }
    return ScalarText(output)
  }

  /// Replaces a string that ends at the end of a word.
  /// - Parameter inside: whether the string may begin inside a word, as `n't` does.
  func replacing(
    _ text: [Unicode.Scalar], by replacement: [Unicode.Scalar], inside: Bool = false
  ) -> ScalarText {
    guard scalars.contains(text[0]) else { return self }
    return rewritten { index in
      guard matches(text, at: index), inside || self[index - 1]?.isWordCharacter != true,
        endsWord(at: index + text.count)
      else { return nil }
      return (index + text.count, replacement)
    }
  }

  func matches(_ text: some RandomAccessCollection<Unicode.Scalar>, at index: Int) -> Bool {
    index + text.count <= scalars.count && scalars[index..<(index + text.count)].elementsEqual(text)
  }

  /// True if no word character is at an index.
  func endsWord(at index: Int) -> Bool { self[index]?.isWordCharacter != true }

  /// The index of the first scalar from `index` on that is no space.
  func endOfSpaces(from index: Int) -> Int {
    var end = index
    while let scalar = self[end], scalar.isPythonSpace { end += 1 }
    return end
  }

  /// The parts between spaces.
  var words: [String] {
    scalars.split(whereSeparator: \.isPythonSpace).map { String(String.UnicodeScalarView($0)) }
  }
}

extension Unicode.Scalar {
  /// `[0-9]`
  var isFigure: Bool { ("0"..."9").contains(self) }

  /// `\d`
  var isDecimal: Bool { isFigure || properties.numericType == .decimal }

  /// `\w`: letters, numbers and the underscore. Marks are no word characters in Python.
  var isWordCharacter: Bool {
    if isASCII {
      return ("a"..."z").contains(self) || isFigure || ("A"..."Z").contains(self) || self == "_"
    }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return properties.numericType != nil
    }
  }

  /// `\s`, which has the separators U+001C to U+001F too.
  var isPythonSpace: Bool { isSpace || (0x1C...0x1F).contains(value) }
}
