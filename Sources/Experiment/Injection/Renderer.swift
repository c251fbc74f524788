import AuditModel
import Files
import Integrity
import Randomness
import Speech

/// Renders candidates as audio files. The result does not depend on the number of threads.
struct Renderer: Sendable {
  private let synthesizer: any Synthesizer
  private let format: AudioFormat
  private let ctc: CTCGuard?
  private let seed: Seed
  private let rendersNaturalSpeed: Bool

  init(_ request: InjectionRequest, format: AudioFormat) {
    synthesizer = request.voices.synthesizer
    self.format = format
    ctc = request.ctc
    seed = request.experiment.seed
    rendersNaturalSpeed = request.experiment.design.naturalSpeedProbes
  }

  struct Audio: Sendable {
    let waveform: Waveform
    let gain: Double
    let paddingFrames: Int
  }

  /// Returns a candidate's audio at its speed, scaled to avoid clipping and padded with the silence
  /// that CTC needs; nil if it is longer than the recipe keeps.
  func audio(
    of candidate: Candidate, saying phrase: Phrase, attempt: Int
  ) throws(Problem) -> Audio? {
    let spoken = try synthesize(candidate, phrase, attempt: attempt)
    let fast = try Resampler.convert(
      spoken, speed: candidate.speed, sampleRate: format.sampleRate)
    let (scaled, gain) = fast.withHeadroom()
    guard let ctc else { return Audio(waveform: scaled, gain: gain, paddingFrames: 0) }
    guard scaled.seconds <= ctc.maxSeconds,
      let needed = ctc.framesNeeded(phrase.text, sampleRate: format.sampleRate)
    else { return nil }
    let padding = max(0, needed - scaled.samples.count)
    return Audio(waveform: scaled.padded(to: needed), gain: gain, paddingFrames: padding)
  }

  private func synthesize(
    _ candidate: Candidate, _ phrase: Phrase, attempt: Int
  ) throws(Problem) -> Waveform {
    var random = seed.stream("voice/\(candidate.index)/\(attempt)")
    return try synthesizer.speak(phrase.spoken, voice: candidate.voice, chance: &random)
  }

  /// Writes the candidate's file and its natural-speed probe.
  /// - Returns: nil if the audio is longer than the recipe keeps; then nothing is written.
  func render(
    _ candidate: Candidate, saying phrase: Phrase, attempt: Int, to path: String,
    naturalSpeedProbe: String
  ) throws(Problem) -> Rendering? {
    guard let audio = try audio(of: candidate, saying: phrase, attempt: attempt) else {
      return nil
    }
    let file = try AudioFile.write(audio.waveform, to: path, as: format)
    var naturalSpeed: Rendering.NaturalSpeed?
    if rendersNaturalSpeed {
      let natural = try Resampler.convert(
        synthesize(candidate, phrase, attempt: attempt), speed: 1, sampleRate: format.sampleRate)
      let file = try AudioFile.write(
        natural.withHeadroom().waveform, to: naturalSpeedProbe, as: format)
      naturalSpeed = Rendering.NaturalSpeed(frames: file.frames, digest: file.digest)
    }
    return Rendering(
      frames: file.frames, gain: audio.gain, paddingFrames: audio.paddingFrames,
      digest: file.digest, naturalSpeed: naturalSpeed)
  }
}
