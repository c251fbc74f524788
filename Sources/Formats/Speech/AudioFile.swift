import CSndFile
import Files

/// Audio files. libsndfile reads every format that it knows; `write` produces WAV and FLAC with
/// 16-bit PCM.
package enum AudioFile {
  /// The properties that a file's header states.
  package struct Header: Hashable, Sendable {
    /// In Hz.
    package let sampleRate: Int
    package let channels: Int
    package let frames: Int
    package let isFLAC: Bool

    package var seconds: Double { Double(frames) / Double(sampleRate) }
    package var format: AudioFormat {
      AudioFormat(sampleRate: sampleRate, channels: channels, container: isFLAC ? .flac : .wav)
    }

    init(_ info: SF_INFO, frames: Int) {
      sampleRate = Int(info.samplerate)
      channels = Int(info.channels)
      self.frames = frames
      isFLAC = info.format & Int32(SF_FORMAT_TYPEMASK) == Int32(SF_FORMAT_FLAC)
    }
  }

  /// Reads the header. A FLAC file that was written into a pipe does not state its number of
  /// frames; it is decoded to count them.
  package static func header(of path: String) throws(Problem) -> Header {
    try header(of: AudioSource(path))
  }

  package static func header(of source: AudioSource) throws(Problem) -> Header {
    let reader = try AudioReader(source)
    if let header = reader.header { return header }
    return reader.header(frames: try reader.countFrames())
  }

  /// Reads a whole file and averages its channels to one.
  ///
  /// A WAV file that states more frames than it has is read as far as it goes, because programs that
  /// write into a pipe do not know the length.
  /// - Throws: also for a sample that is NaN or infinite.
  package static func read(_ path: String) throws(Problem) -> Waveform {
    try AudioReader(path).readAll()
  }

  package static func read(_ source: AudioSource) throws(Problem) -> Waveform {
    try AudioReader(source).readAll()
  }

  /// Reads a part of a file and averages its channels to one. Only that part is decoded, where the
  /// format allows seeking.
  /// - Parameter part: returns the frames to read, within the file that the header describes.
  /// - Throws: also for a NaN or infinite sample in the part; what `part` throws.
  package static func read(
    _ path: String, part: (Header) throws(Problem) -> Range<Int>
  ) throws(Problem) -> Waveform {
    try read(AudioSource(path), part: part)
  }

  package static func read(
    _ source: AudioSource, part: (Header) throws(Problem) -> Range<Int>
  ) throws(Problem) -> Waveform {
    try AudioReader(source).read(part: part)
  }

  /// Writes `waveform`, the same on every channel, as 16-bit PCM. Samples beyond full scale clip. A
  /// file that exists is replaced.
  /// - Returns: the bytes that were written, with their digest.
  @discardableResult
  package static func write(
    _ waveform: Waveform, to path: String, as format: AudioFormat
  ) throws(Problem) -> EncodedAudio {
    do throws(Problem) {
      let encoded = try EncodedAudio(waveform, as: format)
      try encoded.write(to: path)
      return encoded
    } catch {
      throw error.located(in: path)
    }
  }
}
