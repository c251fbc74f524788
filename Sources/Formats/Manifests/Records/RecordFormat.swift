/// A record-oriented format. Each format is one constant in `Formats/`, with its grammar in the doc
/// comment.
struct RecordFormat: Sendable {
  let title: String
  /// The property by which the format is recognised, for the list of formats.
  let evidence: String
  /// Whether the format is recognised in a file, and by what; nil if it is another format.
  let recognize: @Sendable (FileStart) -> String?
  /// The layout of a file.
  let layout: @Sendable (FileStart) -> RecordLayout
}

extension ManifestFormat {
  /// The description of a record-oriented format; nil for others.
  var records: RecordFormat? {
    switch self {
    case .nemoTarred: .nemoTarred
    case .nemo: .nemo
    case .audiofolder: .audiofolder
    case .wenet: .wenet
    case .funasr: .funasr
    case .commonVoice: .commonVoice
    case .coqui: .coqui
    case .ljspeech: .ljspeech
    case .speechbrain: .speechbrain
    case .speechbrainJSON: .speechbrainJSON
    case .lhotse: .lhotse
    case .lhotseCuts: .lhotseCuts
    case .jsonl: .jsonl
    case .csv: .csv
    case .tsv: .tsv
    case .kaldi, .librispeech, .fairseq, .wenetShards, .webdataset, .lhotseShar: nil
    }
  }
}
