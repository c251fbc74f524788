import AuditModel
import Files
import Integrity
import Randomness
import Speech

/// Renders candidates as audio files. The result does not depend on the number of threads.
struct Renderer: Sendable {
  private let synthesizer: any Synthesizer
  private let format: AudioFormat
  private let lengthRule: LengthRule?
  private let seed: Seed
  private let rendersNaturalSpeed: Bool

  init(_ request: InjectionRequest, format: AudioFormat) {
    synthesizer = request.voices.synthesizer
    self.format = format
    lengthRule = request.lengthRule
    seed = request.experiment.seed
    rendersNaturalSpeed = request.experiment.design.naturalSpeedProbes
  }

  struct Audio: Sendable {
    let waveform: Waveform
    let gain: Double
    let paddingFrames: Int
  }

  /// Returns a candidate's audio at its speed, scaled to avoid clipping and padded with the silence
  /// that the recipe needs; nil if it is longer than the recipe keeps.
  func audio(
    of candidate: Candidate, saying phrase: Phrase, attempt: Int
  ) throws(Problem) -> Audio? {
    let spoken = try synthesize(candidate, phrase, attempt: attempt)
    let fast = try Resampler.convert(
      spoken, speed: candidate.speed, sampleRate: format.sampleRate)
    let (scaled, gain) = fast.withHeadroom()
    guard let lengthRule else { return Audio(waveform: scaled, gain: gain, paddingFrames: 0) }
    guard scaled.seconds <= lengthRule.maxSeconds,
      let needed = lengthRule.framesNeeded(phrase.text, sampleRate: format.sampleRate)
    else { return nil }
    let padding = max(0, needed - scaled.samples.count)
    return Audio(waveform: scaled.padded(to: needed), gain: gain, paddingFrames: padding)
  }

  /// Both texts of a candidate use the same random stream.
  private func synthesize(
    _ candidate: Candidate, _ phrase: Phrase, attempt: Int
  ) throws(Problem) -> Waveform {
    var random = seed.stream("voice/\(candidate.index)/\(attempt)")
    return try synthesizer.speak(phrase.spoken, voice: candidate.voice, random: &random)
  }

  /// A text to render and the paths of its file and of its natural-speed probe.
  struct Job: Sendable {
    let phrase: Phrase
    let path: String
    let naturalSpeedPath: String
  }

  /// Writes the files of all texts of a candidate.
  /// - Returns: nil if the audio of one is longer than the recipe keeps; then nothing is written.
  func render(
    _ candidate: Candidate, _ jobs: [Job], attempt: Int
  ) throws(Problem) -> [Rendering]? {
    var found: [Audio] = []
    for job in jobs {
      guard let audio = try audio(of: candidate, saying: job.phrase, attempt: attempt) else {
        return nil
      }
      found.append(audio)
    }
    var renderings: [Rendering] = []
    for (job, audio) in zip(jobs, found) {
      renderings.append(try write(candidate, job, audio, attempt: attempt))
    }
    return renderings
  }

  private func write(
    _ candidate: Candidate, _ job: Job, _ audio: Audio, attempt: Int
  ) throws(Problem) -> Rendering {
    let file = try AudioFile.write(audio.waveform, to: job.path, as: format)
    var naturalSpeed: Rendering.NaturalSpeed?
    if rendersNaturalSpeed {
      let natural = try Resampler.convert(
        synthesize(candidate, job.phrase, attempt: attempt), speed: 1,
        sampleRate: format.sampleRate)
      let file = try AudioFile.write(
        natural.withHeadroom().waveform, to: job.naturalSpeedPath, as: format)
      naturalSpeed = Rendering.NaturalSpeed(frames: file.frames, digest: file.digest)
    }
    return Rendering(
      frames: file.frames, gain: audio.gain, paddingFrames: audio.paddingFrames,
      digest: file.digest, naturalSpeed: naturalSpeed)
  }
}
