import Files

/// The manifest formats that canaries can be injected into, in the order in which the detection tries
/// them.
package enum ManifestFormat: String, CaseIterable, Codable, Sendable {
  case nemo
  case kaldi
  case audiofolder
  case wenet
  case funasr
  case commonVoice = "common-voice"
  case coqui
  case ljspeech
  case speechbrain
  case speechbrainJSON = "speechbrain-json"
  case lhotse
  case lhotseCuts = "lhotse-cuts"
  case fairseq
  case jsonl
  case csv
  case tsv

  package var title: String {
    switch self {
    case .kaldi: "Kaldi data directory (also ESPnet, WeNet stage 0)"
    case .fairseq: FairseqManifest.title
    default: records?.title ?? rawValue
    }
  }

  /// The property of a file or directory by which `recognize` recognises the format.
  package var evidence: String {
    switch self {
    case .kaldi: "a directory with wav.scp"
    case .fairseq: FairseqManifest.evidence
    default: records?.evidence ?? rawValue
    }
  }

  /// Whether a manifest of this format is a directory.
  package var isDirectory: Bool { self == .kaldi }

  /// Whether a restored manifest of this format is a directory: one with several files is.
  package var hasSeveralFiles: Bool {
    [.kaldi, .lhotse, .fairseq].contains(self)
  }

  /// True if the ids of utterances start with the id of their speaker.
  package var idsStartWithSpeaker: Bool { self == .kaldi }

  /// True if the fields have no fixed names, so that the user names them.
  private var hasNamedFields: Bool { [.jsonl, .csv, .tsv].contains(self) }

  /// Opens a manifest of this format.
  /// - Parameter keys: the names of fields, as far as the user states them.
  package func open(
    _ path: String, keys: ManifestKeys = ManifestKeys()
  ) throws(Problem) -> any TrainingCorpus {
    guard hasSeveralFiles else { return try RecordManifest(path: path, format: self, keys: keys) }
    guard keys.isEmpty else {
      throw Problem(
        .usage, "the fields of this format (\(rawValue)) have fixed names", file: path,
        hint: "leave \(ManifestSetting.audioKey) and the like out")
    }
    return switch self {
    case .kaldi: try KaldiDirectory(path: path)
    case .fairseq: try FairseqManifest(path: path)
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
    if Files.isDirectory(path) {
      if fileExists("\(path)/wav.scp") { return (.kaldi, "it has wav.scp") }
      throw unknownDirectory(path)
    }
    try refuseSeveral(path)
    guard let start = try FileStart(path) else {
      throw Problem(
        .badData, "has no utterance", file: path, hint: "check that this is the right file")
    }
    try refuseForeign(start)
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
    // A tab decides before other separators, because texts have commas.
    for format in [ManifestFormat.jsonl, .tsv, .csv] where !keys.isEmpty {
      if let evidence = format.records?.recognize(start) { return (format, evidence) }
    }
    throw unknownFormat(start)
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
