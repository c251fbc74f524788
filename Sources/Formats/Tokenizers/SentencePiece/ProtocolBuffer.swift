/// A reader of the wire format of protocol buffers
/// (https://protobuf.dev/programming-guides/encoding).
///
///     message = { key value }
///     key     = varint (number << 3 | type)
///     value   = varint (type 0) | 8 bytes (type 1) | varint n, n bytes (type 2) | 4 bytes (type 5)
///
/// Groups (types 3 and 4) are errors, because no message read here has them.
package struct ProtocolBuffer {
  package enum Value {
    case integer(UInt64)
    case bytes(ArraySlice<UInt8>)
    case fixed32(UInt32)
    case fixed64(UInt64)
  }

  private var bytes: ArraySlice<UInt8>

  package init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The next field; nil at the end.
  /// - Throws: `WireError` for bytes that are no message.
  package mutating func next() throws(WireError) -> (number: Int, value: Value)? {
    guard !bytes.isEmpty else { return nil }
    let key = try varint()
    guard let number = Int(exactly: key >> 3), number > 0 else { throw WireError() }
    switch key & 7 {
    case 0: return (number, .integer(try varint()))
    case 1: return (number, .fixed64(try fixed(8)))
    case 2:
      guard let length = Int(exactly: try varint()) else { throw WireError() }
      return (number, .bytes(try take(length)))
    case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
    default: throw WireError()
    }
  }

  private mutating func varint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { throw WireError() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw WireError()
  }

  private mutating func fixed(_ count: Int) throws(WireError) -> UInt64 {
    try take(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func take(_ count: Int) throws(WireError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count else { throw WireError() }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }
}

/// Bytes that are no message of a protocol buffer.
package struct WireError: Error {}
