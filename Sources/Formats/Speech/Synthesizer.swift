import Files
import Randomness

/// Something that speaks words aloud.
package protocol Synthesizer: Sendable {
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
