/// A header of a tar archive: 512 bytes.
struct TarHeader {
  enum Kind { case file, directory, longName, attributes, skipped, other }

  let name: String
  /// False if the name is not UTF-8.
  let nameIsText: Bool
  /// 0 or more.
  let size: Int
  let type: Kind

  /// Returns nil for bytes that are no header: the checksum or the size is wrong.
  init?(_ block: ArraySlice<UInt8>) {
    func field(_ range: Range<Int>) -> ArraySlice<UInt8> {
      block[(block.startIndex + range.lowerBound)..<(block.startIndex + range.upperBound)]
    }
    guard let stated = Self.octal(field(148..<156)) else { return nil }
    var (unsigned, signed) = (0, 0)
    for (index, byte) in block.enumerated() {
      // The checksum itself counts as spaces.
      let byte = (148..<156).contains(index) ? 0x20 : byte
      unsigned += Int(byte)
      // Old programs summed up signed bytes.
      signed += Int(Int8(bitPattern: byte))
    }
    guard stated == unsigned || stated == signed, let size = Self.number(field(124..<136)) else {
      return nil
    }
    self.size = size
    var bytes = Array(field(0..<100).prefix { $0 != 0 })
    let prefix = field(345..<500).prefix { $0 != 0 }
    // GNU archives have other values at the place of the prefix.
    let isPOSIX = field(257..<265).elementsEqual(Array("ustar\u{0}00".utf8))
    if isPOSIX, !prefix.isEmpty { bytes = Array(prefix) + [UInt8(ascii: "/")] + bytes }
    nameIsText = bytes[...].text != nil
    name = String(decoding: bytes, as: UTF8.self)
    let code = block[block.startIndex + 156]
    type =
      switch code {
      case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
      case UInt8(ascii: "5"): .directory
      case UInt8(ascii: "L"): .longName
      case UInt8(ascii: "x"): .attributes
      case UInt8(ascii: "K"), UInt8(ascii: "g"): .skipped
      default: .other
      }
  }

  /// A number in octal digits, or in binary with the highest bit set (GNU, for 8 GiB and more).
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first, first & 0x80 != 0 else { return octal(field) }
    var value = Int(first & 0x7F)
    for byte in field.dropFirst() {
      guard value < 1 << 48 else { return nil }
      value = value << 8 | Int(byte)
    }
    return value
  }

  private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
    guard digits.allSatisfy({ (0x30...0x37).contains($0) }), digits.count <= 12 else { return nil }
    return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
  }
}

/// The attributes of a member that its header has no room for: lines `LENGTH KEY=VALUE` (POSIX.1-2001).
struct TarAttributes {
  var path: String?
  /// 0 or more.
  var size: Int?

  init() {}

  /// Returns nil for records that are damaged.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard digits.count < 8, let length = digits.text.flatMap({ Int($0) }),
        length > digits.count + 2, length <= rest.count,
        rest[rest.startIndex + digits.count] == 0x20
      else { return nil }
      let record = rest.prefix(length)
      let body = record.dropFirst(digits.count + 1)
      guard body.last == 0x0A, let equals = body.firstIndex(of: UInt8(ascii: "=")) else {
        return nil
      }
      let value = body[(equals + 1)...].dropLast()
      if body[..<equals].elementsEqual("path".utf8) {
        guard let text = value.text else { return nil }
        path = text
      } else if body[..<equals].elementsEqual("size".utf8) {
        guard let number = value.text.flatMap({ Int($0) }), number >= 0 else { return nil }
        size = number
      } else if body[..<equals].starts(with: "GNU.sparse".utf8) {
        return nil
      }
      rest = rest.dropFirst(length)
    }
  }
}
