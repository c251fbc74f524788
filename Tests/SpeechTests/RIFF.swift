/// The bytes of a WAV file, for headers that libraries do not write.
func riff(
  format: UInt16, bits: UInt16, channels: UInt16 = 1, sampleRate: UInt32 = 16_000, data: [UInt8]
) -> [UInt8] {
  let frame = channels * bits / 8
  var bytes = Array("RIFF".utf8) + little(UInt32(36 + data.count)) + Array("WAVEfmt ".utf8)
  bytes += little(UInt32(16)) + little(format) + little(channels) + little(sampleRate)
  bytes += little(sampleRate * UInt32(frame)) + little(frame) + little(bits)
  bytes += Array("data".utf8) + little(UInt32(data.count)) + data
  return bytes
}

/// The bytes of a number, least significant first.
func little(_ value: some FixedWidthInteger) -> [UInt8] {
  (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
