import CSndFile
import Files

/// Sound files through libsndfile: any format it reads; WAV and FLAC, 16-bit PCM, written.
package enum AudioFile {
  /// What a file's header says.
  package struct Header: Hashable, Sendable {
    package let sampleRate: Int
    package let channels: Int
    package let frames: Int
    package let isFLAC: Bool

    package var seconds: Double { Double(frames) / Double(sampleRate) }
    package var format: AudioFormat {
      AudioFormat(sampleRate: sampleRate, channels: channels, container: isFLAC ? .flac : .wav)
    }
  }

  /// Reads the header only.
  package static func header(of path: String) throws(Problem) -> Header {
    var info = SF_INFO()
    let file = try open(path, &info)
    defer { sf_close(file) }
    return header(info)
  }

  /// Reads everything, channels averaged to one.
  package static func read(_ path: String) throws(Problem) -> Waveform {
    var info = SF_INFO()
    let file = try open(path, &info)
    defer { sf_close(file) }
    let channels = Int(info.channels)
    let frames = Int(info.frames)
    guard frames * channels < 1 << 28 else {
      throw Problem(.badData, "is too long to be an utterance", file: path)
    }
    var interleaved = [Float](repeating: 0, count: frames * channels)
    let count = Int(sf_readf_float(file, &interleaved, sf_count_t(frames)))
    guard sf_error(file) == SF_ERR_NO_ERROR else {
      throw Problem(
        .badData, "cannot be decoded: \(String(cString: sf_strerror(file)))", file: path)
    }
    var samples = [Float](repeating: 0, count: count)
    for frame in 0..<count {
      var sum: Float = 0
      for channel in 0..<channels { sum += interleaved[frame * channels + channel] }
      samples[frame] = sum / Float(channels)
    }
    guard samples.allSatisfy(\.isFinite) else {
      throw Problem(.badData, "holds samples that are not numbers", file: path)
    }
    return Waveform(samples: samples, sampleRate: Int(info.samplerate))
  }

  /// Writes `waveform`, the same on every channel, as 16-bit PCM; samples beyond full scale clip.
  package static func write(
    _ waveform: Waveform, to path: String, as format: AudioFormat
  ) throws(Problem) {
    precondition(waveform.sampleRate == format.sampleRate, "write: resample first")
    var info = SF_INFO()
    info.samplerate = Int32(format.sampleRate)
    info.channels = Int32(format.channels)
    let container = format.container == .wav ? SF_FORMAT_WAV : SF_FORMAT_FLAC
    info.format = Int32(container | SF_FORMAT_PCM_16)
    guard let file = sf_open(path, Int32(SFM_WRITE), &info) else {
      throw Problem(
        .cannotWrite, "cannot be written: \(String(cString: sf_strerror(nil)))", file: path)
    }
    // Without this libsndfile 1.2 wraps 1.5 to -16386 when it converts to 16 bits.
    sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    let channels = format.channels
    let samples =
      channels == 1
      ? waveform.samples
      : waveform.samples.flatMap { [Float](repeating: $0, count: channels) }
    let frames = sf_count_t(waveform.samples.count)
    let written = sf_writef_float(file, samples, frames)
    let failed = sf_error(file) != SF_ERR_NO_ERROR || written != frames
    let reason = String(cString: sf_strerror(file))
    guard sf_close(file) == 0, !failed else {
      throw Problem(
        .inputOutput, "writing failed: \(reason)", file: path,
        hint: "is the disk full?")
    }
  }

  private static func header(_ info: SF_INFO) -> Header {
    let major = info.format & Int32(SF_FORMAT_TYPEMASK)
    return Header(
      sampleRate: Int(info.samplerate), channels: Int(info.channels), frames: Int(info.frames),
      isFLAC: major == Int32(SF_FORMAT_FLAC))
  }

  private static func open(_ path: String, _ info: inout SF_INFO) throws(Problem) -> OpaquePointer {
    guard fileExists(path) else {
      throw Problem(.missingInput, "the audio file does not exist", file: path)
    }
    guard let file = sf_open(path, Int32(SFM_READ), &info) else {
      let code = sf_error(nil)
      let reason = String(cString: sf_strerror(nil))
      let kind: Problem.Kind = code == SF_ERR_SYSTEM ? .missingInput : .badData
      throw Problem(kind, "the audio cannot be read: \(reason)", file: path)
    }
    guard info.samplerate > 0, info.channels > 0, info.frames >= 0 else {
      sf_close(file)
      throw Problem(.badData, "the audio header makes no sense", file: path)
    }
    return file
  }
}
