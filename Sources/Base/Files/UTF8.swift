extension [UInt8] {
  /// The bytes after a UTF-8 byte order mark, if there is one.
  package var withoutByteOrderMark: ArraySlice<UInt8> {
    starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
  }
}

extension ArraySlice<UInt8> {
  /// The bytes as text, or nil where they are not UTF-8.
  package var text: String? { String(validating: self, as: UTF8.self) }

  /// True when the bytes are well-formed UTF-8; plain ASCII is settled eight bytes at a time.
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
