import Files

/// The manifest formats that canaries can be injected into, in the order in which the detection tries
/// them.
package enum ManifestFormat: String, CaseIterable, Codable, Sendable {
  case nemoTarred = "nemo-tarred"
  case nemo
  case kaldi
  case librispeech
  case audiofolder
  case wenet
  case wenetShards = "wenet-shards"
  case funasr
  case commonVoice = "common-voice"
  case coqui
  case ljspeech
  case speechbrain
  case speechbrainJSON = "speechbrain-json"
  case lhotse
  case lhotseCuts = "lhotse-cuts"
  case lhotseShar = "lhotse-shar"
  case webdataset
  case fairseq
  case jsonl
  case csv
  case tsv

  package var title: String {
    switch self {
    case .kaldi: "Kaldi data directory (also ESPnet, WeNet stage 0)"
    case .fairseq: FairseqManifest.title
    case .wenetShards: SampleShards.wenetTitle
    case .webdataset: SampleShards.webDatasetTitle
    case .librispeech: LibriSpeechTree.title
    case .lhotseShar: "Lhotse Shar: a directory with cuts.*.jsonl.gz and recording.*.tar"
    default: records?.title ?? rawValue
    }
  }

  /// The property of a file or directory by which `recognize` recognises the format.
  package var evidence: String {
    switch self {
    case .kaldi: "a directory with wav.scp"
    case .fairseq: FairseqManifest.evidence
    case .wenetShards: SampleShards.wenetEvidence
    case .webdataset: SampleShards.webDatasetEvidence
    case .librispeech: LibriSpeechTree.evidence
    case .lhotseShar: "a directory with cuts.*.jsonl and recording.*.tar"
    default: records?.evidence ?? rawValue
    }
  }

  /// Whether a manifest of this format is a directory.
  package var isDirectory: Bool { [.kaldi, .librispeech, .lhotseShar].contains(self) }

  /// Whether a restored manifest of this format is a directory: one with several files is.
  package var hasSeveralFiles: Bool {
    [.kaldi, .librispeech, .lhotse, .fairseq].contains(self) || hasShards
  }

  /// Whether the audio is in tar archives.
  package var hasShards: Bool {
    [.nemoTarred, .wenetShards, .webdataset, .lhotseShar].contains(self)
  }

  /// The format of the probe manifest. Programs decode files, so a corpus of archives has a plain one.
  package var probeFormat: ManifestFormat {
    switch self {
    case .nemoTarred: .nemo
    case .wenetShards: .wenet
    case .webdataset: .audiofolder
    case .lhotseShar: .lhotseCuts
    default: self
    }
  }

  /// True if the ids of utterances start with the id of their speaker.
  package var idsStartWithSpeaker: Bool { self == .kaldi }

  /// True if ids have three numbers: speaker, chapter and utterance.
  package var idsAreNumbers: Bool { self == .librispeech }

  /// True if the fields have no fixed names, so that the user names them.
  private var hasNamedFields: Bool { [.jsonl, .csv, .tsv].contains(self) }

  /// Opens a manifest of this format, or several that one value names (`NamePattern`).
  /// - Parameter keys: the names of fields, as far as the user states them.
  package func open(
    _ path: String, keys: ManifestKeys = ManifestKeys()
  ) throws(Problem) -> any TrainingCorpus {
    let pattern = try NamePattern(path)
    let path = pattern.isSeveral ? path : pattern.names[0]
    if pattern.isSeveral, !hasShards {
      return try ManifestList(pattern, format: self, keys: keys)
    }
    guard hasSeveralFiles else { return try RecordManifest(path: path, format: self, keys: keys) }
    guard keys.isEmpty else {
      throw Problem(
        .usage, "the fields of this format (\(rawValue)) have fixed names", file: path,
        hint: "leave \(ManifestSetting.audioKey) and the like out")
    }
    return switch self {
    case .kaldi: try KaldiDirectory(path: path)
    case .fairseq: try FairseqManifest(path: path)
    case .nemoTarred: try TarredManifest(pattern)
    case .webdataset: try SampleShards(webDataset: pattern)
    case .wenetShards: try SampleShards(wenetList: path)
    case .lhotseShar: try ShardDirectory(path: path)
    case .librispeech: try LibriSpeechTree(path: path)
    default: try PairedManifest(path: path)
    }
  }

  /// The format of `path`, determined by its content and never by its name alone.
  package static func detect(_ path: String) throws(Problem) -> ManifestFormat {
    try recognize(path).format
  }

  /// The format of `path` and what it was recognised by.
  /// - Parameter keys: the names that the user states. If no format has the stated field for the audio,
  ///   the manifest is one with named fields.
  package static func recognize(
    _ path: String, keys: ManifestKeys = ManifestKeys()
  ) throws(Problem) -> (format: ManifestFormat, evidence: String) {
    let pattern = try NamePattern(path)
    let path = pattern.names[0]
    if pattern.isSeveral {
      if let missing = pattern.names.first(where: { !fileExists($0) }) {
        throw Problem(
          .missingInput, "does not exist, and '\(pattern.value.printable)' names it", file: missing)
      }
    }
    if Files.isDirectory(path) {
      if fileExists("\(path)/wav.scp") { return (.kaldi, "it has wav.scp") }
      if let evidence = ShardDirectory.recognize((try? directoryEntries(of: path)) ?? []) {
        return (.lhotseShar, evidence)
      }
      if let evidence = LibriSpeechTree.recognize(path) { return (.librispeech, evidence) }
      throw unknownDirectory(path)
    }
    try refuseSharArchive(path)
    if let evidence = SampleShards.recognize(pattern) { return (.webdataset, evidence) }
    guard !pattern.isSeveral else { return try recognize(pattern, keys: keys) }
    try refuseWildcard(path)
    guard let start = try FileStart(path) else {
      throw Problem(
        .badData, "has no utterance", file: path, hint: "check that this is the right file")
    }
    try refuseForeign(start)
    try refuseMember(start)
    for format in allCases where !format.hasNamedFields {
      guard let records = format.records, let evidence = records.recognize(start) else { continue }
      let names = records.layout(start).names[.audio] ?? []
      if let audio = keys.audio, !names.contains(audio) { continue }
      if start.startsWithByteOrderMark, let loss = records.layout(start).faults[.byteOrderMark] {
        throw byteOrderMarkProblem(loss, file: path)
      }
      return (format, evidence)
    }
    if let evidence = FairseqManifest.recognize(start) { return (.fairseq, evidence) }
    if let evidence = SampleShards.recognize(start) { return (.wenetShards, evidence) }
    // A tab decides before other separators, because texts have commas.
    for format in [ManifestFormat.jsonl, .tsv, .csv] where !keys.isEmpty {
      if let evidence = format.records?.recognize(start) { return (format, evidence) }
    }
    throw unknownFormat(start)
  }

  /// The format of several files, which must agree.
  private static func recognize(
    _ pattern: NamePattern, keys: ManifestKeys
  ) throws(Problem) -> (format: ManifestFormat, evidence: String) {
    let first = try recognize(pattern.names[0], keys: keys)
    for name in pattern.names.dropFirst() {
      let other = try recognize(name, keys: keys)
      guard other.format == first.format else {
        throw Problem(
          .badData,
          "has the format \(other.format.rawValue) and \(pattern.names[0]) the format "
            + "\(first.format.rawValue); files that are named together have one format", file: name,
          hint: "inject into them separately")
      }
    }
    return (first.format, "\(first.evidence), as in all \(pattern.names.count) files")
  }
}

extension RecordLayout {
  init(of format: ManifestFormat, at path: String, keys: ManifestKeys) throws(Problem) {
    guard let records = format.records else { preconditionFailure("\(format) has no records") }
    guard let start = try FileStart(path) else {
      throw Problem(
        .badData, "has no utterance", file: path, hint: "check that this is the right file")
    }
    self = records.layout(start)
    let isNumbered = [keys.audio, keys.text].contains { $0.flatMap { Int($0) } != nil }
    if syntax.isTable, isNumbered { hasHeader = false }
  }
}
