import AuditModel
import Manifests
import Randomness

/// The ids that an injection gives to utterances and speakers, in the form that the format requires.
package struct AuditNames: Sendable {
  private let names: Names
  /// Kaldi requires utterance ids to start with the speaker id.
  private let startWithSpeaker: Bool
  /// LibriSpeech's ids have three numbers.
  private let areNumbers: Bool

  package init(seed: Seed, format: ManifestFormat) {
    names = Names(seed: seed)
    startWithSpeaker = format.idsStartWithSpeaker
    areNumbers = format.idsAreNumbers
  }

  func probe(_ candidate: Candidate, _ phrase: Phrase) -> String {
    name("probe \(candidate.index) \(phrase.text)", voice: candidate.voice)
  }

  func naturalSpeedProbe(_ candidate: Candidate, _ phrase: Phrase) -> String {
    name("natural-speed probe \(candidate.index) \(phrase.text)", voice: candidate.voice)
  }

  func training(_ candidate: Candidate, copy: Int, _ phrase: Phrase) -> String {
    name("train \(candidate.index) \(copy) \(phrase.text)", voice: candidate.voice)
  }

  /// - Parameter speaker: the speaker in the user's corpus, if it is known.
  func checkUtterance(_ number: Int, speaker: String?) -> String {
    name("check utterance \(number)", voice: checkVoice(speaker))
  }

  func speaker(voice: String) -> String {
    areNumbers ? "9" + names.digits("speaker \(voice)", 8) : names.speaker(voice)
  }

  func speaker(ofCheckUtterance speaker: String?) -> String {
    self.speaker(voice: checkVoice(speaker))
  }

  /// The id of a further probe. All of them have one speaker, so that ids do not show which have the same
  /// source.
  /// - Parameter source: the id in the probe set, or another text that no other probe of the kind has.
  package func furtherProbe(_ kind: ProbeKind, of source: String) -> String {
    name("further probe \(kind.family.rawValue) \(kind.strength) \(source)", voice: furtherVoice)
  }

  package var speakerOfFurtherProbes: String { speaker(voice: furtherVoice) }

  private var furtherVoice: String { "further probes" }

  private func checkVoice(_ speaker: String?) -> String { "check utterance \(speaker ?? "")" }

  private func name(_ purpose: String, voice: String) -> String {
    if areNumbers {
      // 20 digits in all, as many as other ids have, and no number beyond 64 bits.
      return "\(speaker(voice: voice))-1-00" + names.digits(purpose, 18)
    }
    let name = names.name(purpose)
    return startWithSpeaker ? "\(names.speaker(voice))-\(name)" : name
  }
}
