/// Writes JSON into an array of bytes. Keys keep the order in which they are written.
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  /// Passes on the bytes written so far and removes them. Open objects stay open.
  package mutating func drain(_ body: ([UInt8]) throws(Problem) -> Void) throws(Problem) {
    try body(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(contentsOf: [0x2C, 0x20]) }
    needsComma = true
  }

  /// Writes a line break between values.
  package mutating func lineBreak() {
    if needsComma {
      bytes.append(0x2C)
      needsComma = false
    }
    bytes.append(0x0A)
  }

  package mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    bytes.append(contentsOf: [0x3A, 0x20])
    needsComma = false
  }

  package mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
  }

  package mutating func integer(_ value: Int) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes the fewest digits that read back as `value`; whole numbers have no decimal point. JSON
  /// cannot represent NaN and infinity: they become null.
  package mutating func number(_ value: Double) {
    separate()
    guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 {
      bytes.append(contentsOf: String(whole).utf8)
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
  }

  package mutating func boolean(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a value that is already encoded as JSON.
  package mutating func raw(_ value: some Collection<UInt8>) {
    separate()
    bytes.append(contentsOf: value)
  }

  private mutating func appendQuoted(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0..<0x20:
        bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
        bytes.append(contentsOf: String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  package mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }
  package mutating func field(_ name: String, _ value: Int) {
    key(name)
    integer(value)
  }
  package mutating func field(_ name: String, _ value: Double) {
    key(name)
    number(value)
  }
  package mutating func field(_ name: String, _ value: Bool) {
    key(name)
    boolean(value)
  }
}
