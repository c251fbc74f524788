import AuditModel
import Files
import Injection
import Randomness
import Speech

/// Finds the places of the words of canaries by rendering them again.
///
/// The places are used only if the new sound has the digest in the ledger: then it is the sound that
/// the ledger was written for, sample by sample.
struct RenderedWords: Sendable {
  let ledger: Ledger
  let synthesizer: any Synthesizer

  /// The number of times that a canary may have been drawn again because its sound was too long.
  private static let mostAttempts = 4

  /// The places in seconds of the canary's sound; nil if the sound is another one, or if the
  /// synthesiser does not state them.
  /// - Parameter index: the place of the canary in the ledger.
  func times(of index: Int) throws(Problem) -> [Range<Double>]? {
    let canary = ledger.canaries[index]
    guard synthesizer.voices.contains(canary.voice),
      let words = PhraseSource.spoken(
        canary.text, unit: ledger.header.design.unit, style: ledger.header.writing)
    else { return nil }
    for attempt in 0..<Self.mostAttempts {
      // The stream that `inject` renders the candidate with.
      let stream = ledger.seed.stream("voice/\(index)/\(attempt)")
      var random = stream
      let spoken = try synthesizer.speak(words, voice: canary.voice, random: &random)
      guard try isCanary(spoken, canary) else { continue }
      random = stream
      let found = try synthesizer.wordTimes(words, voice: canary.voice, random: &random)
      let format = ledger.header.audio
      let seconds = Double(canary.frames) / Double(format.sampleRate)
      let before = Double(canary.paddingFrames / 2) / Double(format.sampleRate)
      return found?.map { time in
        let place = { (t: Double) in min(seconds, before + t / canary.speed) }
        return place(time.lowerBound)..<place(time.upperBound)
      }
    }
    return nil
  }

  private func isCanary(_ spoken: Waveform, _ canary: Canary) throws(Problem) -> Bool {
    let format = ledger.header.audio
    let fast = try Resampler.convert(
      spoken, speed: canary.speed, sampleRate: format.sampleRate
    ).withHeadroom().waveform
    guard fast.samples.count + canary.paddingFrames == canary.frames else { return false }
    return try EncodedAudio(fast.padded(to: canary.frames), as: format).digest
      == canary.audioDigest
  }
}
