import Files
import Foundation
import Randomness
import Speech
import Synchronization

/// Renders a word as a short tone. The pitch depends on the word, the loudness is random.
struct ToneSynthesizer: Synthesizer {
  let voices: [String]
  let description = "tones"
  private let genders: [String: VoiceGender]
  /// A word that the synthesizer fails on.
  var mute: String?
  /// A lock that serialises the calls.
  var turn: Turn?

  final class Turn: Sendable {
    let lock = Mutex(())
  }

  init(
    voices: [String] = ["low", "high"], genders: [String: VoiceGender] = [:],
    mute: String? = nil, turn: Turn? = nil
  ) {
    self.genders = genders
    self.voices = voices
    self.mute = mute
    self.turn = turn
  }

  func gender(of voice: String) -> VoiceGender? { genders[voice] }

  func speak(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> Waveform {
    if let mute, words.contains(mute) { throw Problem(.badData, "cannot say '\(mute)'") }
    let loudness = 0.3 + 0.5 * random.unit()
    guard let turn else { return tones(words, voice, loudness) }
    return turn.lock.withLock { _ in tones(words, voice, loudness) }
  }

  private func tones(_ words: [String], _ voice: String, _ loudness: Double) -> Waveform {
    let samples = words.flatMap { word in
      let pitch = 200 + Double(word.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_500 })
      let hertz = voice == voices[0] ? pitch : 1.5 * pitch
      return (0..<800).map { Float(loudness * sin(2 * .pi * hertz * Double($0) / 16_000)) }
    }
    return Waveform(samples: samples, sampleRate: 16_000)
  }
}
