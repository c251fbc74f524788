/// The files of a Kaldi data directory that list utterances, recordings or speakers.
///
/// `utils/fix_data_dir.sh` keeps the ids that are in all of them. An utterance without an entry in
/// one file would be deleted from all without a message, so every file that exists gets an entry.
enum KaldiFile: String, CaseIterable {
  case text
  case wavScp = "wav.scp"
  case utt2spk
  case spk2utt
  case segments
  case utt2dur
  case utt2numFrames = "utt2num_frames"
  case utt2numSamples = "utt2num_samples"
  case utt2lang
  case utt2uniq
  case spk2gender
  case reco2dur
  case reco2fileAndChannel = "reco2file_and_channel"

  /// Files that only Kaldi's own feature extraction can write.
  static let refused = ["feats.scp", "cmvn.scp", "vad.scp"]

  enum Key: Sendable { case utterance, recording, speaker }

  /// The kind of id that starts each line. Without `segments` a recording is an utterance.
  var key: Key {
    switch self {
    case .text, .utt2spk, .segments, .utt2dur, .utt2numFrames, .utt2numSamples, .utt2lang,
      .utt2uniq:
      .utterance
    case .wavScp, .reco2dur, .reco2fileAndChannel: .recording
    case .spk2utt, .spk2gender: .speaker
    }
  }

  /// The value of an injected utterance; nil for files that list speakers.
  func value(for utterance: InjectedUtterance, language: String?) -> String? {
    let seconds = utterance.seconds
    switch self {
    case .text: return utterance.text
    case .wavScp: return utterance.audioPath
    case .utt2spk: return utterance.speaker.id
    case .segments: return "\(utterance.id) 0 \(seconds)"
    case .utt2dur, .reco2dur: return "\(seconds)"
    // Windows of 25 ms every 10 ms that lie inside the signal (Kaldi's snip-edges).
    case .utt2numFrames:
      return "\(max(0, 1 + Int(((seconds - 0.025) / 0.01 + 1e-9).rounded(.down))))"
    case .utt2numSamples: return "\(utterance.frames)"
    case .utt2lang: return language ?? "en"
    case .utt2uniq: return utterance.id
    case .reco2fileAndChannel: return "\(utterance.id) A"
    case .spk2utt, .spk2gender: return nil
    }
  }

  /// The value of a speaker: the ids of the utterances in byte order, or in `spk2gender` the gender;
  /// nil if the gender is unknown.
  func value(for speaker: Speaker, utterances: [String]) -> String? {
    self == .spk2gender
      ? speaker.gender?.rawValue
      : utterances.sorted { $0.precedesInBytes($1) }.joined(separator: " ")
  }
}

extension String {
  /// The order of `LC_ALL=C sort`.
  func precedesInBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
