import Files
import Randomness

/// A source of spoken words: a synthesiser or a set of recordings.
package protocol Synthesizer: Sendable {
  /// Returns the gender of a voice; nil if it is unknown.
  func gender(of voice: String) -> VoiceGender?

  /// The names of the voices in a fixed order, at least one.
  var voices: [String] { get }

  /// The description in the ledger: program and settings.
  var description: String { get }

  /// Renders `words` in `voice`. Several threads call it at the same time.
  /// - Parameter random: the source of all random choices, so that equal calls give equal audio.
  func speak(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> Waveform

  /// The place of each word in what `speak` returns with the same arguments, in seconds; nil if it is
  /// unknown.
  func wordTimes(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> [Range<Double>]?
}

/// The gender of a voice, for formats that require it.
package enum VoiceGender: String, CaseIterable, Hashable, Sendable { case male, female }

extension Synthesizer {
  /// Unknown, for voices that do not state a gender.
  package func gender(of voice: String) -> VoiceGender? { nil }

  /// Unknown, for synthesisers that do not state them.
  package func wordTimes(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> [Range<Double>]? { nil }
}
