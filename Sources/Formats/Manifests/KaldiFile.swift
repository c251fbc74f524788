/// The files of a Kaldi data directory that list utterances, recordings or speakers.
///
/// `utils/fix_data_dir.sh` keeps only what stands in all of them, so an utterance that lacks an
/// entry in one is deleted from all without a word: whatever file is there gets its entry.
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

  /// Files that hold what only Kaldi's own feature extraction can make.
  static let refused = ["feats.scp", "cmvn.scp", "vad.scp"]

  enum Key { case utterance, recording, speaker }

  /// What the lines are sorted by. Without `segments` a recording is an utterance.
  var key: Key {
    switch self {
    case .text, .utt2spk, .segments, .utt2dur, .utt2numFrames, .utt2numSamples, .utt2lang,
      .utt2uniq:
      .utterance
    case .wavScp, .reco2dur, .reco2fileAndChannel: .recording
    case .spk2utt, .spk2gender: .speaker
    }
  }

  /// The injected entry of one utterance; nil for files that are written by speaker.
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
}
