import CSndFile
import Files
import Integrity

/// The bytes of an audio file, encoded in memory, with their digest. Nothing has to read a file
/// back to hash it.
package struct EncodedAudio: Hashable, Sendable {
  package let bytes: [UInt8]
  package let frames: Int
  package let digest: Digest

  /// Encodes `waveform`, the same on every channel, as 16-bit PCM. Samples beyond full scale clip.
  package init(_ waveform: Waveform, as format: AudioFormat) throws(Problem) {
    precondition(waveform.sampleRate == format.sampleRate, "encode: resample first")
    // libsndfile writes a FLAC header with the first frame: without one the file would be empty.
    guard !waveform.samples.isEmpty else {
      throw Problem(.badData, "there is no audio to write")
    }
    var info = SF_INFO()
    info.samplerate = Int32(format.sampleRate)
    info.channels = Int32(format.channels)
    let container = format.container == .wav ? SF_FORMAT_WAV : SF_FORMAT_FLAC
    info.format = Int32(container | SF_FORMAT_PCM_16)
    let samples = waveform.samples.flatMap { sample in
      repeatElement(pcm16(sample), count: format.channels)
    }
    let output = MemoryFile()
    var callbacks = MemoryFile.callbacks
    guard let file = sf_open_virtual(&callbacks, Int32(SFM_WRITE), &info, output.pointer) else {
      throw Problem(.cannotWrite, "libsndfile does not write this format")
    }
    frames = waveform.samples.count
    let written = sf_writef_short(file, samples, sf_count_t(frames))
    let failed = sf_error(file) != SF_ERR_NO_ERROR || written != frames
    let reason = String(cString: sf_strerror(file))
    // Closing patches the sizes in the header.
    guard sf_close(file) == 0, !failed else {
      throw Problem(.inputOutput, "encoding failed: \(reason)")
    }
    bytes = output.bytes
    digest = Digest(of: bytes)
  }

  /// Writes the file. A file that exists is replaced.
  package func write(to path: String) throws(Problem) {
    let file = try OutputFile(path, replaces: true)
    try file.write(bytes)
    try file.close()
  }
}

/// The nearest 16-bit value, clamped. libsndfile would round WAV down and FLAC to the nearest when
/// told to clip, and wrap 1.5 to -16386 when not.
private func pcm16(_ sample: Float) -> Int16 {
  Int16(max(-32768, min(32767, (sample * 32768).rounded())))
}
