import Files
import Randomness

/// Something that speaks words aloud.
package protocol Synthesizer: Sendable {
  /// Returns the gender of a voice; nil if it is unknown.
  func gender(of voice: String) -> VoiceGender?

  /// Names of its voices, in a fixed order, at least one.
  var voices: [String] { get }

  /// What the ledger says about it: program and settings.
  var description: String { get }

  /// Speaks `words` in `voice`. Called from many threads at once.
  /// - Parameter chance: whatever is left to chance is drawn from here, so that the same call
  ///   gives the same sound.
  func speak(
    _ words: [String], voice: String, chance: inout RandomStream
  ) throws(Problem) -> Waveform
}

/// The gender of a voice, for formats that require it.
package enum VoiceGender: Hashable, Sendable { case male, female }

extension Synthesizer {
  /// Unknown, for voices that do not state a gender.
  package func gender(of voice: String) -> VoiceGender? { nil }
}
