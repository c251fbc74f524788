import CSndFile
import Files
import Foundation
import Platform

/// One audio file, open for decoding with libsndfile. One thread at a time may use it.
///
/// Seeking is exact for PCM, FLAC, ALAC, ADPCM and Vorbis: a part has the same samples as in the
/// whole file. After a seek, MP3 differs by rounding and Opus by up to 1e-3, always in the same
/// way. GSM 6.10 and G.721 do not seek.
package final class AudioReader {
  package let source: AudioSource
  private var file: OpaquePointer
  /// The member that libsndfile reads; nil for a file of its own.
  private var member: MemberFile?
  private let info: SF_INFO
  private var isAtStart = true

  /// The number of frames that have been decoded so far.
  package private(set) var decodedFrames = 0

  /// `SF_COUNT_MAX`, a macro that Swift does not import: the header states no number of frames.
  private static let unknownFrames = sf_count_t.max
  private static let framesPerBlock = 1 << 14
  private static let mostFrames = 1 << 28

  package convenience init(_ path: String) throws(Problem) { try self.init(AudioSource(path)) }

  package init(_ source: AudioSource) throws(Problem) {
    self.source = source
    member = source.bytes == nil ? nil : try MemberFile(source)
    (file, info) = try open(source, member)
  }

  /// The path for messages.
  package var path: String { source.label }

  deinit { sf_close(file) }

  /// The header; nil where it does not state the number of frames.
  package var header: AudioFile.Header? {
    info.frames == Self.unknownFrames ? nil : header(frames: Int(info.frames))
  }

  func header(frames: Int) -> AudioFile.Header { AudioFile.Header(info, frames: frames) }

  /// Decodes the file from its start to its end to count its frames, and keeps none of them.
  func countFrames() throws(Problem) -> Int {
    if !isAtStart { try reopen() }
    isAtStart = false
    var block = [Float](repeating: 0, count: Self.framesPerBlock * Int(info.channels))
    var frames = 0
    while true {
      let count = try decodeBlock(&block, atMost: Self.framesPerBlock)
      if count == 0 { return frames }
      frames += count
    }
  }

  /// Decodes the file from its start to its end.
  package func readAll() throws(Problem) -> Waveform {
    if !isAtStart { try reopen() }
    let samples = try decode(atMost: .max)
    let isWhole = header == nil || header?.frames == samples.count
    guard isWhole || !header(frames: 0).isFLAC else {
      throw Problem(
        .badData, "ends after \(samples.count) of \(info.frames) frames", file: path,
        hint: "was the file copied completely?")
    }
    return try waveform(samples)
  }

  /// Decodes the frames that `part` chooses. Where the file cannot be positioned at the first of
  /// them, or ends before the last, everything is decoded and `part` is asked again with the number
  /// of frames that were found.
  package func read(
    part: (AudioFile.Header) throws(Problem) -> Range<Int>
  ) throws(Problem) -> Waveform {
    if let header {
      let range = try part(header)
      let position = sf_count_t(range.lowerBound)
      let isWhole = range.count == header.frames
      isAtStart = isWhole
      if !isWhole, sf_seek(file, position, SEEK_SET) == position {
        let samples = try decode(atMost: range.count)
        if samples.count == range.count { return try waveform(samples) }
      }
    }
    let whole = try readAll()
    let range = try part(header(frames: whole.samples.count))
    return Waveform(samples: Array(whole.samples[range]), sampleRate: whole.sampleRate)
  }

  /// After a failed seek a decoder cannot be relied on, so the file is opened again.
  private func reopen() throws(Problem) {
    let freshMember = source.bytes == nil ? nil : try MemberFile(source)
    let fresh = try open(source, freshMember).file
    sf_close(file)
    (file, member) = (fresh, freshMember)
    isAtStart = true
  }

  /// Decodes block by block, so that memory follows the frames that exist and not the number that a
  /// header states.
  private func decode(atMost limit: Int) throws(Problem) -> [Float] {
    // A long recording is refused before it fills the memory, if the file is as large as one.
    try refuseLong(min(limit, likelyFrames))
    isAtStart = false
    let channels = Int(info.channels)
    var block = [Float](repeating: 0, count: Self.framesPerBlock * channels)
    var samples: [Float] = []
    // Growing step by step would need room for two copies of a long recording.
    samples.reserveCapacity(min(limit, likelyFrames))
    while samples.count < limit {
      let wanted = min(Self.framesPerBlock, limit - samples.count)
      let count = try decodeBlock(&block, atMost: wanted)
      if count == 0 { break }
      for frame in 0..<count {
        var sum: Float = 0
        for channel in 0..<channels { sum += block[frame * channels + channel] }
        samples.append(sum / Float(channels))
      }
      try refuseLong(samples.count)
    }
    return samples
  }

  private func refuseLong(_ frames: Int) throws(Problem) {
    guard frames >= Self.mostFrames else { return }
    throw Problem(
      .badData, "an utterance of more than \(Self.mostFrames) frames is not read", file: path,
      hint: "cut the recording, or name its parts in the manifest")
  }

  /// Decodes the next frames into the start of `block`.
  /// - Returns: their number; 0 at the end of the file.
  private func decodeBlock(
    _ block: inout [Float], atMost frames: Int
  ) throws(Problem) -> Int {
    let count = Int(sf_readf_float(file, &block, sf_count_t(frames)))
    guard sf_error(file) == SF_ERR_NO_ERROR else {
      throw Problem(
        .badData, "cannot be decoded: \(String(cString: sf_strerror(file)))", file: path)
    }
    decodedFrames += count
    return count
  }

  /// The number of frames that the header states, as far as a file of this size can hold them.
  private var likelyFrames: Int {
    guard let header, let size = source.bytes?.count ?? FileStamp(source.path)?.bytes else {
      return 0
    }
    // FLAC compresses digital silence to about a thousandth.
    let (most, overflows) = size.multipliedReportingOverflow(by: 1_000)
    return min(header.frames, Self.mostFrames, overflows ? .max : most)
  }

  private func waveform(_ samples: [Float]) throws(Problem) -> Waveform {
    guard samples.allSatisfy(\.isFinite) else {
      throw Problem(.badData, "has samples that are NaN or infinite", file: path)
    }
    return Waveform(samples: samples, sampleRate: Int(info.samplerate))
  }
}

/// The first 64 bytes of a file.
private func firstBytes(of path: String) -> Data {
  guard let file = FileHandle(forReadingAtPath: path) else { return Data() }
  defer { try? file.close() }
  return (try? file.read(upToCount: 64)) ?? Data()
}

/// libsndfile keeps the reason for a failed open in one variable for all threads, so one thread at a
/// time opens a file.
private let opening = NSLock()

private func open(
  _ source: AudioSource, _ member: MemberFile?
) throws(Problem) -> (file: OpaquePointer, info: SF_INFO) {
  let path = source.path
  guard fileExists(path) else {
    throw Problem(.missingInput, "the audio file does not exist", file: path)
  }
  guard !isDirectory(path) else {
    throw Problem(.missingInput, "is a directory, not an audio file", file: path)
  }
  guard isRegularFile(path) else {
    throw Problem(.missingInput, "is not a regular file", file: path)
  }
  guard access(path, R_OK) == 0 else { throw SystemError.last.reading(path) }
  errno = 0
  var info = SF_INFO()
  var reason = ""
  opening.lock()
  var callbacks = MemberFile.callbacks
  let opened =
    member.map { sf_open_virtual(&callbacks, Int32(SFM_READ), &info, $0.pointer) }
    ?? sf_open(path, Int32(SFM_READ), &info)
  // Without a free descriptor the file itself is not at fault.
  let isOutOfDescriptors = opened == nil && [EMFILE, ENFILE].contains(errno)
  if opened == nil { reason = String(cString: sf_strerror(nil)) }
  opening.unlock()
  guard let file = opened else {
    if !isOutOfDescriptors { try refusePointerFile(firstBytes(of: path), path) }
    throw Problem(
      isOutOfDescriptors ? .inputOutput : .badData, "the audio cannot be read: \(reason)",
      file: source.label)
  }
  guard info.samplerate > 0, info.channels > 0, info.frames >= 0 else {
    sf_close(file)
    throw Problem(
      .badData, "the audio header states no sample rate, no channel or a negative length",
      file: source.label)
  }
  return (file, info)
}
