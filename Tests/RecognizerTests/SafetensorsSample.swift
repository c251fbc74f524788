/// Files that are assembled by hand, so that the tests do not depend on the writer.
enum SafetensorsSample {
  static func file(header: String, data: [UInt8]) -> [UInt8] {
    let length = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
  }

  static let header =
    #"{"__metadata__":{"format":"pt","a\"b":"\u00e9"},"#
    + #""b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"#
    + #""a":{"shape":[],"data_offsets":[0,8],"dtype":"I64"},"#
    + #""c":{"dtype":"U8","shape":[0,3],"data_offsets":[16,16]}}  "#

  /// a = -2 (I64), b = [1.0, -0.5] (F32), c empty (U8).
  static let data: [UInt8] =
    [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
    + [0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xBF]

  static let bytes = file(header: header, data: data)
}
