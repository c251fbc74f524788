import Files

/// A file name with the number of a shard in it, such as `audio_7.tar` or `shard-000007.tar`.
struct NumberedName: Hashable, Sendable {
  let prefix: String
  let number: Int
  /// The number of digits if there are leading zeros; 0 otherwise.
  let width: Int
  let suffix: String

  /// - Parameter mark: the text before the number; nil for the last digits in the name, before its
  ///   extensions.
  init?(_ name: String, after mark: String? = nil) {
    let bytes = Array(name.utf8)
    let end = mark == nil ? (bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count) : bytes.count
    var last: Range<Int>?
    var index = 0
    while index < end {
      guard isDigit(bytes[index]) else {
        index += 1
        continue
      }
      let stop = bytes[index..<end].firstIndex { !isDigit($0) } ?? end
      if mark == nil || bytes[..<index].reversed().starts(with: mark!.utf8.reversed()) {
        last = index..<stop
      }
      index = stop
    }
    guard let digits = last, digits.count < 18,
      let number = Int(String(decoding: bytes[digits], as: UTF8.self))
    else { return nil }
    self.number = number
    prefix = String(decoding: bytes[..<digits.lowerBound], as: UTF8.self)
    suffix = String(decoding: bytes[digits.upperBound...], as: UTF8.self)
    width = digits.count > 1 && bytes[digits.lowerBound] == 0x30 ? digits.count : 0
  }

  /// The number as it is written.
  var digits: String { digits(number) }

  private func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The name with another number.
  func with(_ number: Int) -> String { prefix + digits(number) + suffix }

  /// The pattern of the names with the numbers `range`, as NeMo writes it or in braces.
  func pattern(_ range: ClosedRange<Int>, open: String, close: String) -> String {
    "\(prefix)\(open)\(digits(range.lowerBound))..\(digits(range.upperBound))\(close)\(suffix)"
  }

  /// One value for several names: a pattern if they are numbered without gaps, else a list.
  static func value(
    for names: [String], after mark: String?, open: String = "_OP_", close: String = "_CL_"
  ) -> String {
    let numbered = names.compactMap { NumberedName($0, after: mark) }
    guard names.count > 1, numbered.count == names.count,
      zip(numbered, numbered.dropFirst()).allSatisfy({ $1.number == $0.number + 1 }),
      names.indices.allSatisfy({ numbered[0].with(numbered[$0].number) == names[$0] })
    else { return names.joined(separator: ",") }
    return numbered[0].pattern(
      numbered[0].number...numbered[names.count - 1].number, open: open, close: close)
  }
}
