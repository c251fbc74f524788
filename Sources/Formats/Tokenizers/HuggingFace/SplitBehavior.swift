import Files

/// The treatment of the matches of a pattern that splits a text.
enum SplitBehavior: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  init(_ value: JSONValue?, default behavior: Self, in field: String) throws(Problem) {
    guard let name = value?.string else {
      self = behavior
      return
    }
    guard let known = Self(rawValue: name) else {
      throw unsupported("the behavior \(name)", in: field)
    }
    self = known
  }

  /// - Parameters:
  ///   - pieces: the text in pieces, each with whether it is a match.
  ///   - isInverted: whether the pieces that are no match are treated as matches.
  func split(_ pieces: [(text: String, isRun: Bool)], isInverted: Bool = false) -> [String] {
    var parts: [(text: String, isMatch: Bool)] = []
    for (text, isRun) in pieces where !text.isEmpty {
      let isMatch = isRun != isInverted
      let last = parts.last?.isMatch
      let joins =
        switch self {
        case .removed, .isolated: false
        case .contiguous: last == isMatch
        case .mergedWithPrevious: isMatch && last == false
        case .mergedWithNext: !isMatch && last == true
        }
      if joins {
        parts[parts.count - 1].text += text
        // A part with a match at its end takes no further match, and one with a match at its start
        // takes one text only.
        parts[parts.count - 1].isMatch =
          self == .mergedWithPrevious || (self == .contiguous && isMatch)
      } else {
        parts.append((text, isMatch))
      }
    }
    return parts.compactMap { self == .removed && $0.isMatch ? nil : $0.text }
  }
}

/// The scalars of a class one by one, and the texts between them.
func each(
  of text: String, where isInClass: (Unicode.Scalar) -> Bool
) -> [(text: String, isRun: Bool)] {
  runs(of: text, where: isInClass).flatMap { run, isRun in
    isRun ? run.unicodeScalars.map { (String($0), true) } : [(run, false)]
  }
}

/// The occurrences of a text, and the texts between them.
func matches(of wanted: [UInt8], in text: String) -> [(text: String, isRun: Bool)] {
  let bytes = Array(text.utf8)
  var pieces: [(text: String, isRun: Bool)] = []
  var start = 0
  for range in bytes.ranges(of: wanted) {
    pieces.append((String(decoding: bytes[start..<range.lowerBound], as: UTF8.self), false))
    pieces.append((String(decoding: bytes[range], as: UTF8.self), true))
    start = range.upperBound
  }
  pieces.append((String(decoding: bytes[start...], as: UTF8.self), false))
  return pieces.filter { !$0.text.isEmpty }
}
