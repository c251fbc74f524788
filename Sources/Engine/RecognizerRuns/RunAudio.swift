import Files
import Manifests
import Speech

/// The samples of `audio` at `sampleRate` Hz, channels averaged to one; full scale is ±1.
///
/// The part is cut out at the file's own rate and resampled afterwards, as if it were a file of its
/// own. Only the part is decoded, where the file allows seeking. It may end up to 10 ms after the
/// file, because manifests round durations; the missing samples are left out.
/// - Throws: errors of the file; a part that lies outside the file or has no sample.
package func samples(of audio: AudioPart, sampleRate: Int) throws(Problem) -> [Float] {
  let part = try AudioFile.read(audio.source) { header throws(Problem) in
    try frames(of: audio, in: header)
  }
  guard part.sampleRate != sampleRate else { return part.samples }
  do throws(Problem) {
    return try Resampler.convert(part, speed: 1, sampleRate: sampleRate).samples
  } catch {
    throw error.located(in: audio.path)
  }
}

private func frames(
  of audio: AudioPart, in header: AudioFile.Header
) throws(Problem) -> Range<Int> {
  let tolerance = 0.01
  let rate = Double(header.sampleRate)
  let end = audio.seconds.map { audio.start + $0 } ?? header.seconds
  // Compared as seconds, because a frame number that is too large for an Int would trap.
  guard audio.start >= 0, audio.start <= end, end <= header.seconds + tolerance else {
    let until = audio.seconds == nil ? "the end" : "\(end) s"
    throw Problem(
      .badData,
      "the part from \(audio.start) s to \(until) lies outside the file, which has "
        + "\(header.seconds) s",
      file: audio.path,
      hint: "check \"offset\" and \"duration\" in a NeMo manifest, segments in a Kaldi directory")
  }
  let first = Int((audio.start * rate).rounded())
  let last = min(Int((end * rate).rounded()), header.frames)
  guard first < last else {
    throw Problem(.badData, "has no sample to read", file: audio.path)
  }
  return first..<last
}
