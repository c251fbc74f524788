import Foundation

/// The bytes of mono WAV files with 16-bit PCM or 32-bit floats.
enum Sound {
  static func wav(_ samples: [Int16], rate: Int) -> [UInt8] {
    wav(samples, coding: 1, rate: rate)
  }

  static func wav(_ samples: [Float], rate: Int) -> [UInt8] {
    wav(samples.map(\.bitPattern), coding: 3, rate: rate)
  }

  private static func wav<Sample: FixedWidthInteger>(
    _ samples: [Sample], coding: Int, rate: Int
  ) -> [UInt8] {
    let width = Sample.bitWidth / 8
    func number(_ value: Int, bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let size = samples.count * width
    var bytes = Array("RIFF".utf8) + number(36 + size, bytes: 4) + Array("WAVEfmt ".utf8)
    bytes += number(16, bytes: 4) + number(coding, bytes: 2) + number(1, bytes: 2)
    bytes += number(rate, bytes: 4) + number(width * rate, bytes: 4)
    bytes += number(width, bytes: 2) + number(8 * width, bytes: 2)
    bytes += Array("data".utf8) + number(size, bytes: 4)
    return samples.reduce(into: bytes) { $0 += number(Int($1), bytes: width) }
  }

  static func tone(_ hertz: Double, seconds: Double, rate: Int) -> [Int16] {
    (0..<Int(seconds * Double(rate))).map {
      Int16(8_000 * sin(2 * .pi * hertz * Double($0) / Double(rate)))
    }
  }
}
