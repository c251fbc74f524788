import AuditModel
import Manifests
import Randomness

/// The ids that an injection gives to utterances and speakers, in the form that the format requires.
struct AuditNames {
  private let names: Names
  /// Kaldi requires utterance ids to start with the speaker id.
  private let startWithSpeaker: Bool

  init(seed: Seed, format: ManifestFormat) {
    names = Names(seed: seed)
    startWithSpeaker = format.idsStartWithSpeaker
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

  func speaker(voice: String) -> String { names.speaker(voice) }

  func speaker(ofCheckUtterance speaker: String?) -> String { names.speaker(checkVoice(speaker)) }

  private func checkVoice(_ speaker: String?) -> String { "check utterance \(speaker ?? "")" }

  private func name(_ purpose: String, voice: String) -> String {
    let name = names.name(purpose)
    return startWithSpeaker ? "\(names.speaker(voice))-\(name)" : name
  }
}
