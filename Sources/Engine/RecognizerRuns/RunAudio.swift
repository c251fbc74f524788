import Files
import Manifests
import Speech

/// The sound of `audio`, channels averaged to one, at `sampleRate` Hz; full scale is ±1.
///
/// A part may end up to 10 ms after its file, for ends that were rounded: it is cut off there.
/// - Throws: what is wrong with the file; that the part lies outside it or holds no sound.
package func samples(of audio: AudioPart, sampleRate: Int) throws(Problem) -> [Float] {
  let sound = try AudioFile.read(audio.path)
  let part = Waveform(
    samples: Array(sound.samples[try frames(of: audio, in: sound)]), sampleRate: sound.sampleRate)
  guard part.sampleRate != sampleRate else { return part.samples }
  do throws(Problem) {
    return try Resampler.convert(part, speed: 1, sampleRate: sampleRate).samples
  } catch {
    throw error.located(in: audio.path)
  }
}

private func frames(of audio: AudioPart, in sound: Waveform) throws(Problem) -> Range<Int> {
  let slack = 0.01
  let rate = Double(sound.sampleRate)
  let end = audio.seconds.map { audio.start + $0 } ?? sound.seconds
  // Compared as seconds, before what could be too large for an Int becomes one.
  guard audio.start >= 0, audio.start <= end, end <= sound.seconds + slack else {
    let until = audio.seconds == nil ? "the end" : "\(end) s"
    throw Problem(
      .badData,
      "the part from \(audio.start) s to \(until) lies outside the file, which has "
        + "\(sound.seconds) s",
      file: audio.path,
      hint: "check \"offset\" and \"duration\" in a NeMo manifest, segments in a Kaldi directory")
  }
  let first = Int((audio.start * rate).rounded())
  let last = min(Int((end * rate).rounded()), sound.samples.count)
  guard first < last else {
    throw Problem(.badData, "holds no sound to read", file: audio.path)
  }
  return first..<last
}
