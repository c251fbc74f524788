import Randomness

/// Changes a file with fields of fixed widths: overwrites a field by an extreme number, or cuts,
/// repeats or moves a piece. Headers are changed more often than data.
func mutatedBinary(_ bytes: [UInt8], using random: inout SplitMix) -> [UInt8] {
  guard !bytes.isEmpty else { return [0] }
  var bytes = bytes
  for _ in 0..<Int.random(in: 1...3, using: &random) {
    let reach = Bool.random(using: &random) ? min(64, bytes.count) : bytes.count
    guard reach > 0 else { return bytes }
    let place = Int.random(in: 0..<reach, using: &random)
    let end = Int.random(in: place...bytes.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.removeSubrange(place..<min(end, place + 64))
    case 1: bytes.insert(contentsOf: Array(bytes[place..<min(end, place + 64)]), at: end)
    case 2: bytes.removeSubrange(end...)
    case 3: bytes[place] = UInt8.random(in: 0...255, using: &random)
    default:
      let width = [1, 2, 4, 8].randomElement(using: &random)!
      let number = extremeInteger(width: width, using: &random)
      var field = littleEndian(number, width: width)
      if Bool.random(using: &random) { field.reverse() }
      for (offset, byte) in field.enumerated() where place + offset < bytes.count {
        bytes[place + offset] = byte
      }
    }
  }
  return bytes
}

private func extremeInteger(width: Int, using random: inout SplitMix) -> UInt64 {
  let highest = UInt64.max >> UInt64(64 - 8 * width)
  let base = [0, 1, highest, highest >> 1, highest / 2 + 1].randomElement(using: &random)!
  return base &+ UInt64(bitPattern: Int64.random(in: -2...2, using: &random))
}

/// The lowest bytes of a number, the lowest first.
func littleEndian(_ number: UInt64, width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
}
