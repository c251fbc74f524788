import Files
import Foundation
import Randomness
import Speech
import Synchronization

/// Speaks a word as a short tone whose pitch is the word's own; chance sets how loud.
struct ToneSynthesizer: Synthesizer {
  let voices: [String]
  let description = "tones"
  /// Fails where it has to say this word.
  var mute: String?
  /// Holds every call until the one before is done.
  var turn: Turn?

  final class Turn: Sendable {
    let lock = Mutex(())
  }

  init(voices: [String] = ["low", "high"], mute: String? = nil, turn: Turn? = nil) {
    self.voices = voices
    self.mute = mute
    self.turn = turn
  }

  func speak(
    _ words: [String], voice: String, chance: inout RandomStream
  ) throws(Problem) -> Waveform {
    if let mute, words.contains(mute) { throw Problem(.badData, "cannot say '\(mute)'") }
    let loudness = 0.3 + 0.5 * chance.unit()
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
