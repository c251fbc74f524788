import Files

/// The objects of a JSON text that may span lines: the elements of one array, or a sequence of
/// objects with white space between them.
///
///     text  = { value } | { "[" [ value { "," value } ] "]" }
///
/// Only the ends of values are searched here; the caller parses each value. Memory is that of the
/// largest value.
package struct JSONElements {
  private let lines: TranscriptLines
  /// Lines are looked at in advance and not consumed, from this one on; nil to consume them.
  private var place: Int?
  private var line: Line?
  private var cursor = 0
  private var state = State.start

  private enum State { case start, sequence, firstElement, element, afterElement, end }

  /// The size of the largest value in bytes.
  private static let longest = 1 << 26

  /// - Parameter consuming: false to look at the values in advance.
  package init(_ lines: TranscriptLines, consuming: Bool = true) {
    self.lines = lines
    place = consuming ? nil : 0
  }

  /// True once the text turned out to be an array.
  private(set) var isArray = false

  /// The next value with the number of the line on which it starts; nil at the end.
  package mutating func next() throws(Problem) -> Line? {
    while let byte = try nextByte() {
      switch (state, byte) {
      case (.start, UInt8(ascii: "[")):
        (state, isArray) = (.firstElement, true)
        cursor += 1
      case (.start, _), (.sequence, _):
        state = .sequence
        return try value()
      case (.firstElement, UInt8(ascii: "]")), (.afterElement, UInt8(ascii: "]")):
        state = .end
        cursor += 1
      case (.afterElement, UInt8(ascii: ",")):
        state = .element
        cursor += 1
      case (.firstElement, _), (.element, _):
        state = .afterElement
        return try value()
      case (.afterElement, _): throw problem("expected ',' or ']' after an element of the array")
      case (.end, UInt8(ascii: "[")):
        // FunASR's results, an array on each line.
        state = .firstElement
        cursor += 1
      case (.end, _): throw problem("expected the end of the file after the array")
      }
    }
    guard [.start, .sequence, .end].contains(state) else {
      throw Problem(
        .badData, "the array does not end", file: lines.name,
        hint: "was the file truncated? Check that the recogniser completed")
    }
    return nil
  }

  /// The next byte that is not white space, without consuming it; nil at the end.
  private mutating func nextByte() throws(Problem) -> UInt8? {
    while true {
      if let line {
        while cursor < line.bytes.endIndex {
          let byte = line.bytes[cursor]
          if byte != 0x20, byte != 0x09, byte != 0x0D { return byte }
          cursor += 1
        }
      }
      guard try advance() else { return nil }
    }
  }

  private mutating func advance() throws(Problem) -> Bool {
    if let place {
      line = try lines.line(ahead: place)
      self.place = place + 1
    } else {
      line = try lines.next()
    }
    cursor = line?.bytes.startIndex ?? 0
    return line != nil
  }

  /// The bytes of the value that starts at the cursor.
  private mutating func value() throws(Problem) -> Line {
    guard let start = line else { throw lines.empty }
    var bytes: [UInt8] = []
    var depth = 0
    var isInString = false
    var isEscaped = false
    while let line {
      let first = cursor
      while cursor < line.bytes.endIndex {
        let byte = line.bytes[cursor]
        if isInString {
          if isEscaped {
            isEscaped = false
          } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
          } else if byte == UInt8(ascii: "\"") {
            isInString = false
          }
        } else {
          switch byte {
          case UInt8(ascii: "\""): isInString = true
          case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
          case UInt8(ascii: "}"), UInt8(ascii: "]"):
            // The end of the array ends a number or a word before it.
            if depth == 0 { return finish(bytes, from: first, start) }
            depth -= 1
          case UInt8(ascii: ",") where depth == 0: return finish(bytes, from: first, start)
          default: break
          }
        }
        cursor += 1
        if depth == 0, !isInString,
          byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "\"")
        {
          return finish(bytes, from: first, start)
        }
      }
      bytes += line.bytes[first...]
      guard !isInString else {
        throw lines.problem(
          "column \(line.bytes.count + 1): a string does not end", line: line.number,
          hint: start.number == line.number ? "every line must be one JSON object" : nil)
      }
      if depth == 0 { break }
      bytes.append(0x0A)
      guard bytes.count <= Self.longest else {
        throw lines.problem(
          "a JSON value starts here and is longer than 64 MiB", line: start.number)
      }
      guard try advance() else {
        throw lines.problem(
          "a JSON value starts here and does not end", line: start.number,
          hint: "was the file truncated? Check that the recogniser completed")
      }
    }
    return Line(bytes: bytes[...], number: start.number, isTerminated: true)
  }

  private func finish(_ before: [UInt8], from first: Int, _ start: Line) -> Line {
    let rest = line?.bytes[first..<cursor] ?? []
    return Line(
      bytes: before.isEmpty ? rest : (before + rest)[...], number: start.number,
      isTerminated: true)
  }

  private func problem(_ message: String) -> Problem {
    lines.problem(message, line: line?.number ?? 1)
  }
}
