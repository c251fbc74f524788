import Files

/// Reads the members of a JSON object one by one, in memory that does not grow with the object.
///
///     {
///       "utt1": {"wav": "/a.wav", …},
///       "utt2": {…}
///     }
///
/// A record is a member without the white space around it. `lead` has the bytes between the previous
/// record and this one, and `tail` those after the last record, so that all together are the file.
struct MemberScan: ~Copyable {
  private let path: String
  private var line: ArraySlice<UInt8> = []
  private var cursor = 0
  private(set) var number = 0
  private(set) var lead: [UInt8] = []
  private(set) var tail: [UInt8] = []
  private var hasBegun = false
  private var hasEnded = false
  private var count = 0

  /// The largest size of a member in bytes.
  private static let longestMember = 1 << 24

  init(path: String) { self.path = path }

  /// - Parameter read: the next line of the file.
  mutating func next(
    _ read: () throws(Problem) -> Line?
  ) throws(Problem) -> Record? {
    if hasEnded { return nil }
    var gap: [UInt8] = []
    while let byte = try peek(read) {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: gap.append(take())
      case UInt8(ascii: "{") where !hasBegun:
        hasBegun = true
        gap.append(take())
      case UInt8(ascii: ",") where count > 0 && !gap.contains(UInt8(ascii: ",")):
        gap.append(take())
      case UInt8(ascii: "}") where hasBegun && !gap.contains(UInt8(ascii: ",")):
        tail = gap
        try readTail(read)
        return nil
      case UInt8(ascii: "\"") where hasBegun && (count == 0 || gap.contains(UInt8(ascii: ","))):
        lead = gap
        count += 1
        return try member(read)
      default:
        throw problem(
          hasBegun
            ? "expected a key in double quotes after a comma, or the end of the object"
            : "expected an object of utterances")
      }
    }
    throw problem("the object does not end")
  }

  /// Reads a member up to the comma or brace that follows it.
  private mutating func member(_ read: () throws(Problem) -> Line?) throws(Problem) -> Record {
    let first = number
    var bytes: [UInt8] = []
    var depth = 0
    var isInString = false
    while let byte = try peek(read) {
      if isInString {
        bytes.append(take())
        if byte == UInt8(ascii: "\\"), let escaped = try peek(read) {
          bytes.append(escaped)
          _ = take()
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if depth == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") {
        // White space before the separator belongs to the next gap.
        let end = bytes.lastIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? -1
        pending = Array(bytes[(end + 1)...])
        return Record(bytes: bytes[...end], line: first)
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        bytes.append(take())
      }
      guard bytes.count < Self.longestMember else {
        throw Problem(
          .badData, "an utterance is longer than 16 MiB", file: path, line: first,
          hint: "check that every brace and quote is closed")
      }
    }
    throw Problem(
      .badData, "an utterance starts here and does not end", file: path, line: first,
      hint: "check that every brace and quote is closed")
  }

  /// White space after a member, which has been read already.
  private var pending: [UInt8] = []

  private mutating func peek(_ read: () throws(Problem) -> Line?) throws(Problem) -> UInt8? {
    if let byte = pending.first { return byte }
    while cursor >= line.count {
      guard let next = try read() else { return nil }
      line = Array(next.bytes) + (next.isTerminated ? [0x0A] : [])
      cursor = 0
      number = next.number
    }
    return line[line.startIndex + cursor]
  }

  private mutating func take() -> UInt8 {
    if !pending.isEmpty { return pending.removeFirst() }
    defer { cursor += 1 }
    return line[line.startIndex + cursor]
  }

  private mutating func readTail(_ read: () throws(Problem) -> Line?) throws(Problem) {
    tail.append(take())
    while let byte = try peek(read) {
      guard [0x20, 0x09, 0x0A, 0x0D].contains(byte) else {
        throw problem("expected the end of the file after the object")
      }
      tail.append(take())
    }
    hasEnded = true
  }

  private func problem(_ message: String) -> Problem {
    Problem(
      .badData, "column \(cursor + 1): \(message)", file: path, line: max(1, number),
      hint: "SpeechBrain's JSON is one object, {\"id\": {\"wav\": …}, …}; json.load fails on others"
    )
  }
}
