import Platform

/// The UTF-8 encoding of U+FEFF.
private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

extension ArraySlice<UInt8> {
  package var startsWithByteOrderMark: Bool { starts(with: byteOrderMark) }

  /// The bytes after a UTF-8 byte order mark, if there is one.
  package var withoutByteOrderMark: ArraySlice<UInt8> {
    startsWithByteOrderMark ? dropFirst(byteOrderMark.count) : self
  }

  /// True if the bytes of a line are only spaces, tabs and carriage returns.
  package var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }

  /// The bytes as text; nil if they are not UTF-8.
  package var text: String? { String(validating: self, as: UTF8.self) }

  /// True if the bytes are well-formed UTF-8. ASCII is checked eight bytes at a time.
  package var isUTF8: Bool {
    let isASCII = unsafe withUnsafeBytes { bytes in
      var index = 0
      while index + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 != 0 { return false }
        index += 8
      }
      while index < bytes.count {
        if unsafe bytes[index] & 0x80 != 0 { return false }
        index += 1
      }
      return true
    }
    return isASCII || text != nil
  }
}

extension ArraySlice<UInt8> {
  /// The index of the first byte with a value, by `memchr`.
  package func firstIndex(ofByte byte: UInt8) -> Int? {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base, Int32(byte), bytes.count)
      else { return nil }
      return unsafe startIndex + (UnsafeRawPointer(found) - base)
    }
  }
}

extension [UInt8] {
  /// The bytes after a UTF-8 byte order mark, if there is one.
  package var withoutByteOrderMark: ArraySlice<UInt8> { self[...].withoutByteOrderMark }
}
