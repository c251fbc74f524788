import Randomness

/// Changes a text by its tokens and lines, so that most results still have the format's syntax.
func mutatedText(_ bytes: [UInt8], limit: Int, using random: inout SplitMix) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...3, using: &random) {
    bytes =
      Bool.random(using: &random)
      ? changedToken(bytes, using: &random)
      : changedPiece(bytes, limit: limit, using: &random)
    if bytes.count > 2 * limit { bytes.removeLast(bytes.count - limit) }
  }
  return bytes
}

// MARK: - One token

/// Replaces one token by an extreme one or by another of the text.
private func changedToken(_ bytes: [UInt8], using random: inout SplitMix) -> [UInt8] {
  let tokens = tokens(of: bytes)
  guard let chosen = tokens.randomElement(using: &random) else { return Array("{".utf8) }
  func replace(_ token: Token, by text: some Sequence<UInt8>) -> [UInt8] {
    var changed = bytes
    changed.replaceSubrange(token.range, with: Array(text))
    return changed
  }
  switch Int.random(in: 0..<6, using: &random) {
  case 0:
    let numbers = tokens.filter { $0.kind == .number }
    guard let number = numbers.randomElement(using: &random) else { break }
    return replace(number, by: extremeNumbers.randomElement(using: &random)!.utf8)
  case 1:
    let strings = tokens.filter { $0.kind == .string }
    guard let string = strings.randomElement(using: &random) else { break }
    return replace(string, by: "\"\(awkwardTexts.randomElement(using: &random)!)\"".utf8)
  case 2:
    // A token of the same kind: another key, another number of the file.
    let others = tokens.filter { $0.kind == chosen.kind }
    return replace(chosen, by: bytes[others.randomElement(using: &random)!.range])
  case 3: return replace(chosen, by: values.randomElement(using: &random)!.utf8)
  case 4: return replace(chosen, by: [])
  default: break
  }
  let telling = tellingBytes.randomElement(using: &random)!
  let place = Bool.random(using: &random) ? chosen.range.lowerBound : chosen.range.upperBound
  return Array(bytes[..<place]) + telling + bytes[place...]
}

private let extremeNumbers = [
  "0", "-0", "-1", "1", "2", "0.5", "1.0000000001", "-1e30", "1e30", "1e300", "1e308", "1e309",
  "-1e309", "1e-320", "1e-400", "9007199254740993", "9223372036854775807", "9223372036854775808",
  "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "2147483648",
  "4294967296",
  "1e18", "1e19", "00", "01", "0x10", "1.", ".5", "+1", "1e", "999999999999999999999999999999",
]

private let values = [
  "null", "true", "false", "NaN", "Infinity", "-Infinity", "[]", "{}", "\"\"", "0", "~", ".inf",
  ".nan", "[[]]", "{\"a\":{}}", "&a", "*a", "!!binary", "---", "<<: *a",
]

private let awkwardTexts = [
  "", " ", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\n", "..", "../..", "/", "a/b", "-", "~",
  "NaN",
  "-0", "0", "\\u202e", "\u{202E}", "\u{FEFF}", "\u{2028}", "é", "e\u{301}", "<script>", "]]>",
  "&amp;",
  "|", "$(id)", String(repeating: "a", count: 5_000), String(repeating: "ab ", count: 900),
]

private let tellingBytes: [[UInt8]] = [
  [0], [0x0A], [0x0D], [0x0D, 0x0A], [0x1B], [0x22], [0x27], [0x5C], [0x80], [0xFF], [0xC3],
  [0xEF, 0xBB, 0xBF], [0xE2, 0x80, 0xA8], [0xF4, 0x90, 0x80, 0x80], [0xED, 0xA0, 0x80], [0x2C],
  [0x3A], [0x7B], [0x7D], [0x5B], [0x5D], [0x20], [0x09], [0x23], [0x7C], [0x3B], [0x1F, 0x8B],
]

// MARK: - Pieces

/// Cuts, repeats, moves or nests a piece of a text. A piece consists of tokens or of lines.
private func changedPiece(
  _ bytes: [UInt8], limit: Int, using random: inout SplitMix
) -> [UInt8] {
  let ranges =
    Bool.random(using: &random)
    ? tokens(of: bytes).map(\.range) : lines(of: bytes)
  guard ranges.count > 1 else { return bytes }
  let first = Int.random(in: 0..<ranges.count, using: &random)
  let last = min(ranges.count - 1, first + Int.random(in: 0...8, using: &random))
  let range = ranges[first].lowerBound..<ranges[last].upperBound
  let piece = Array(bytes[range])
  let (before, after) = (Array(bytes[..<range.lowerBound]), Array(bytes[range.upperBound...]))
  switch Int.random(in: 0..<6, using: &random) {
  case 0: return before + after
  case 1:
    // An entry twice, with the comma that a list or an object needs.
    let comma: [UInt8] = Bool.random(using: &random) ? [0x2C] : []
    return before + piece + comma + piece + after
  case 2:
    let times = [2, 3, 10, 100, 1_000].randomElement(using: &random)!
    let fitting = max(1, min(times, (limit - bytes.count) / max(1, piece.count)))
    return before + Array(repeatElement(piece, count: fitting).joined()) + after
  case 3:
    let target = ranges.randomElement(using: &random)!.lowerBound
    let rest = before + after
    let place = min(target, rest.count)
    return Array(rest[..<place]) + piece + rest[place...]
  case 4:
    let (opening, closing) = brackets.randomElement(using: &random)!
    let depth = [1, 2, 60, 600, 6_000].randomElement(using: &random)!
    let fitting = max(1, min(depth, (limit - bytes.count) / (opening.count + closing.count + 1)))
    let openings = Array(repeatElement(Array(opening.utf8), count: fitting).joined())
    let closings = Array(repeatElement(Array(closing.utf8), count: fitting).joined())
    return before + openings + piece + closings + after
  default: return before + piece
  }
}

private let brackets = [
  ("[", "]"), ("{\"a\":", "}"), ("[", ""), ("(", ")"), ("- ", ""), ("\"", "\""), ("{a: ", "}"),
]

/// The lines of a text with their line feeds.
private func lines(of bytes: [UInt8]) -> [Range<Int>] {
  var lines: [Range<Int>] = []
  var start = 0
  for (index, byte) in bytes.enumerated() where byte == 0x0A {
    lines.append(start..<index + 1)
    start = index + 1
  }
  if start < bytes.count { lines.append(start..<bytes.count) }
  return lines
}
