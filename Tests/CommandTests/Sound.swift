import Foundation

/// Bytes of a WAV file: mono, 16-bit PCM.
enum Sound {
  static func wav(_ samples: [Int16], rate: Int) -> [UInt8] {
    func number(_ value: Int, bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let size = samples.count * 2
    var bytes = Array("RIFF".utf8) + number(36 + size, bytes: 4) + Array("WAVEfmt ".utf8)
    bytes += number(16, bytes: 4) + number(1, bytes: 2) + number(1, bytes: 2)
    bytes += number(rate, bytes: 4) + number(2 * rate, bytes: 4)
    bytes += number(2, bytes: 2) + number(16, bytes: 2)
    bytes += Array("data".utf8) + number(size, bytes: 4)
    return samples.reduce(into: bytes) { $0 += number(Int($1), bytes: 2) }
  }

  static func tone(_ hertz: Double, seconds: Double, rate: Int) -> [Int16] {
    (0..<Int(seconds * Double(rate))).map {
      Int16(8_000 * sin(2 * .pi * hertz * Double($0) / Double(rate)))
    }
  }
}
