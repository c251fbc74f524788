import CSndFile
import Files
import Foundation
import Glibc

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

  /// Reads the header; and the rest too, where it does not say how many frames there are (FLAC that
  /// was written into a pipe).
  package static func header(of path: String) throws(Problem) -> Header {
    var info = SF_INFO()
    let file = try open(path, &info)
    defer { sf_close(file) }
    if info.frames == unknownFrames {
      info.frames = sf_count_t(try samples(of: file, info, path: path).count)
    }
    return header(info)
  }

  /// Reads everything, channels averaged to one.
  ///
  /// A WAV that promises more than it holds is read as far as it goes: programs that write into a
  /// pipe do not know its length.
  package static func read(_ path: String) throws(Problem) -> Waveform {
    var info = SF_INFO()
    let file = try open(path, &info)
    defer { sf_close(file) }
    let samples = try samples(of: file, info, path: path)
    guard samples.allSatisfy(\.isFinite) else {
      throw Problem(.badData, "holds samples that are not numbers", file: path)
    }
    return Waveform(samples: samples, sampleRate: Int(info.samplerate))
  }

  /// Block by block, so that memory follows what is there and not what a header promises.
  private static func samples(
    of file: OpaquePointer, _ info: SF_INFO, path: String
  ) throws(Problem) -> [Float] {
    let channels = Int(info.channels)
    var block = [Float](repeating: 0, count: framesPerBlock * channels)
    var samples: [Float] = []
    while true {
      let count = Int(sf_readf_float(file, &block, sf_count_t(framesPerBlock)))
      guard sf_error(file) == SF_ERR_NO_ERROR else {
        throw Problem(
          .badData, "cannot be decoded: \(String(cString: sf_strerror(file)))", file: path)
      }
      if count == 0 { break }
      for frame in 0..<count {
        var sum: Float = 0
        for channel in 0..<channels { sum += block[frame * channels + channel] }
        samples.append(sum / Float(channels))
      }
      guard samples.count < mostFrames else {
        throw Problem(.badData, "is too long to be an utterance", file: path)
      }
    }
    let isWhole = info.frames == unknownFrames || info.frames == samples.count
    guard isWhole || !header(info).isFLAC else {
      throw Problem(
        .badData, "ends after \(samples.count) of \(info.frames) frames", file: path,
        hint: "was the file copied whole?")
    }
    return samples
  }

  /// `SF_COUNT_MAX`, a macro that Swift cannot read.
  private static let unknownFrames = sf_count_t.max
  private static let framesPerBlock = 1 << 14
  private static let mostFrames = 1 << 28

  /// Writes `waveform`, the same on every channel, as 16-bit PCM; samples beyond full scale clip.
  package static func write(
    _ waveform: Waveform, to path: String, as format: AudioFormat
  ) throws(Problem) {
    precondition(waveform.sampleRate == format.sampleRate, "write: resample first")
    // libsndfile writes a FLAC header with the first frame: without one the file would be empty.
    guard !waveform.samples.isEmpty else {
      throw Problem(.badData, "there is no sound to write", file: path)
    }
    var info = SF_INFO()
    info.samplerate = Int32(format.sampleRate)
    info.channels = Int32(format.channels)
    let container = format.container == .wav ? SF_FORMAT_WAV : SF_FORMAT_FLAC
    info.format = Int32(container | SF_FORMAT_PCM_16)
    // Opened here, for why libsndfile could not open a file is told to all threads together.
    let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.last.writing(path) }
    defer { Glibc.close(descriptor) }
    errno = 0
    guard let file = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 0) else {
      guard errno == 0 else { throw SystemError.last.writing(path) }
      throw Problem(.cannotWrite, "libsndfile cannot write such a file", file: path)
    }
    let samples = waveform.samples.flatMap { sample in
      repeatElement(pcm16(sample), count: format.channels)
    }
    let frames = sf_count_t(waveform.samples.count)
    let written = sf_writef_short(file, samples, frames)
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

  /// Why a file cannot be opened is told to all threads together, so one opens at a time.
  private static let opening = NSLock()

  private static func open(_ path: String, _ info: inout SF_INFO) throws(Problem) -> OpaquePointer {
    guard fileExists(path) else {
      throw Problem(.missingInput, "the audio file does not exist", file: path)
    }
    guard !isDirectory(path) else {
      throw Problem(.missingInput, "is a directory, not an audio file", file: path)
    }
    guard isRegularFile(path) else {
      throw Problem(.missingInput, "is not a file", file: path)
    }
    guard access(path, R_OK) == 0 else { throw SystemError.last.reading(path) }
    var reason = ""
    opening.lock()
    let opened = sf_open(path, Int32(SFM_READ), &info)
    if opened == nil { reason = String(cString: sf_strerror(nil)) }
    opening.unlock()
    guard let file = opened else {
      throw Problem(.badData, "the audio cannot be read: \(reason)", file: path)
    }
    guard info.samplerate > 0, info.channels > 0, info.frames >= 0 else {
      sf_close(file)
      throw Problem(.badData, "the audio header makes no sense", file: path)
    }
    return file
  }
}

/// The nearest of 16 bits, clamped. libsndfile would round WAV down and FLAC to the nearest when
/// told to clip, and wrap 1.5 to -16386 when not.
private func pcm16(_ sample: Float) -> Int16 {
  Int16(max(-32768, min(32767, (sample * 32768).rounded())))
}
