import Randomness

/// The structure of a format, which determines how its inputs are changed.
enum Structure {
  case text
  case binary
  /// A length of eight bytes, a JSON header of that length, and data.
  case safetensors

  /// Returns a changed input. The caller cuts it to the limit.
  func mutated(_ bytes: [UInt8], limit: Int, using random: inout SplitMix) -> [UInt8] {
    switch self {
    case .text: return mutatedText(bytes, limit: limit, using: &random)
    case .binary: return mutatedBinary(bytes, using: &random)
    case .safetensors:
      guard bytes.count > 8, Int.random(in: 0..<4, using: &random) > 0 else {
        return mutatedBinary(bytes, using: &random)
      }
      let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      let end = 8 + Int(min(length, UInt64(bytes.count - 8)))
      let header = mutatedText(Array(bytes[8..<end]), limit: limit, using: &random)
      return littleEndian(UInt64(header.count), width: 8) + header + bytes[end...]
    }
  }
}
