import AuditModel
import Files
import Integrity
import Randomness
import Speech

/// Turns candidates into audio files, on all cores; what comes out does not depend on how many.
struct Renderer: Sendable {
  let synthesizer: any Synthesizer
  let format: AudioFormat
  let ctc: CTCGuard?
  let seed: Seed
  let withTwins: Bool

  /// One candidate's sound at its speed, with headroom and the silence that CTC needs; nil where
  /// it is longer than the recipe keeps.
  func waveform(
    of candidate: Candidate, saying phrase: Phrase, attempt: Int
  ) throws(Problem) -> Sound? {
    let spoken = try speak(candidate, phrase, attempt: attempt)
    let fast = try Resampler.convert(
      spoken, speed: candidate.speed, sampleRate: format.sampleRate)
    let (scaled, gain) = fast.withHeadroom()
    guard let ctc else { return Sound(waveform: scaled, gain: gain, paddingFrames: 0) }
    guard scaled.seconds <= ctc.maxSeconds,
      let needed = ctc.framesNeeded(phrase.text, sampleRate: format.sampleRate)
    else { return nil }
    let padding = max(0, needed - scaled.samples.count)
    return Sound(waveform: scaled.padded(to: needed), gain: gain, paddingFrames: padding)
  }

  struct Sound: Sendable {
    let waveform: Waveform
    let gain: Double
    let paddingFrames: Int
  }

  private func speak(
    _ candidate: Candidate, _ phrase: Phrase, attempt: Int
  ) throws(Problem) -> Waveform {
    var chance = seed.stream("voice/\(candidate.index)/\(attempt)")
    return try synthesizer.speak(phrase.spoken, voice: candidate.voice, chance: &chance)
  }

  /// Writes the candidate's file, and its natural-speed probe's at natural speed.
  func render(
    _ candidate: Candidate, saying phrase: Phrase, attempt: Int, to path: String,
    naturalSpeedProbe: String
  ) throws(Problem) -> Rendering? {
    guard let sound = try waveform(of: candidate, saying: phrase, attempt: attempt) else {
      return nil
    }
    try AudioFile.write(sound.waveform, to: path, as: format)
    var naturalSpeedDigest: Digest?
    if withTwins {
      let natural = try Resampler.convert(
        speak(candidate, phrase, attempt: attempt), speed: 1, sampleRate: format.sampleRate)
      try AudioFile.write(natural.withHeadroom().waveform, to: naturalSpeedProbe, as: format)
      naturalSpeedDigest = Digest(of: try readFile(naturalSpeedProbe))
    }
    return Rendering(
      frames: sound.waveform.samples.count, gain: sound.gain, paddingFrames: sound.paddingFrames,
      digest: Digest(of: try readFile(path)), naturalSpeedDigest: naturalSpeedDigest)
  }
}
