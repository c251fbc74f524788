import Files
import Manifests
import TestSupport

extension ManifestFormat {
  /// The names of fields that `RecordSample` uses, for the formats without fixed names.
  var sampleKeys: ManifestKeys {
    switch self {
    case .jsonl, .csv, .tsv:
      ManifestKeys(
        audio: self == .jsonl ? "audio.path" : "where", text: "what", id: "name",
        duration: "length", durationUnit: .milliseconds)
    default: ManifestKeys()
    }
  }
}

/// The way in which a format writes a small manifest.
struct RecordSample {
  struct Row {
    let number: Int
    var path: String
    var text: String
    var id: String { "utt\(number)" }
  }

  let format: ManifestFormat
  let name: String
  var header: String?
  /// Nil if the format has no quotes.
  var quotes: Bool
  /// The folder that audio has to be in.
  var folder: String?
  var toleratesByteOrderMark = false
  let line: @Sendable (Row) -> String

  init?(_ format: ManifestFormat) {
    self.format = format
    let json = { @Sendable (text: String) in
      text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
    let csv = { @Sendable (text: String) in
      text.contains { $0.isNewline || ",;\"".contains($0) }
        ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    switch format {
    case .nemo, .kaldi, .librispeech, .lhotse, .fairseq, .speechbrainJSON, .nemoTarred,
      .wenetShards, .webdataset,
      .lhotseShar:
      return nil
    case .lhotseCuts:
      (name, quotes) = ("cuts.jsonl", false)
      line = {
        #"{"id": "\#($0.id)", "start": 0, "duration": \#($0.number).25, "channel": 0, "#
          + #""supervisions": [\#(lhotseSupervision($0.number, json($0.text)))], "recording": "#
          + #"\#(lhotseRecording($0.number, json($0.path))), "type": "MonoCut"}"#
      }
    case .audiofolder:
      (name, header, quotes) = ("metadata.csv", "file_name,transcription,lang,snr,speaker_id", true)
      toleratesByteOrderMark = true
      line = { "\(csv($0.path)),\(csv($0.text)),en,20.5,\(100 + $0.number)" }
    case .wenet:
      (name, quotes) = ("data.list", false)
      line = {
        #"{"key": "\#($0.id)", "wav": "\#(json($0.path))", "txt": "\#(json($0.text))"}"#
      }
    case .funasr:
      (name, quotes) = ("train.jsonl", false)
      line = {
        #"{"key": "\#($0.id)", "source": "\#(json($0.path))", "source_len": \#($0.number)25, "#
          + #""target": "\#(json($0.text))", "target_len": 2}"#
      }
    case .commonVoice:
      (name, quotes, folder) = ("train.tsv", false, "clips")
      header = "client_id\tpath\tsentence_id\tsentence\tup_votes\tage\tlocale"
      line = {
        "s\($0.number % 2)\t\($0.path)\tx\($0.number)\t\($0.text)\t\($0.number)\t"
          + "\($0.number == 2 ? "teens" : "")\ten"
      }
    case .coqui:
      (name, header, quotes) = ("train.csv", "wav_filename,wav_filesize,transcript", true)
      line = { "\(csv($0.path)),\(1_000 + $0.number),\(csv($0.text))" }
    case .ljspeech:
      (name, quotes, folder) = ("metadata.csv", false, "wavs")
      line = { "\(stem(of: $0.path))|Raw \($0.number)!|\($0.text)" }
    case .speechbrain:
      (name, header, quotes) = ("train.csv", "ID, duration, wav, spk_id, wrd", true)
      line = { "\($0.id), \($0.number).25, \(csv($0.path)), s\($0.number % 2), \(csv($0.text))" }
    case .jsonl:
      (name, quotes) = ("train.jsonl", false)
      line = {
        #"{"name": "\#($0.id)", "audio": {"rate": 16000, "path": "\#(json($0.path))"}, "#
          + #""what": "\#(json($0.text))", "length": \#($0.number)250}"#
      }
    case .csv:
      (name, header, quotes) = ("train.csv", "what;where;name;length", true)
      toleratesByteOrderMark = true
      line = { "\(csv($0.text));\(csv($0.path));\($0.id);\($0.number)250" }
    case .tsv:
      (name, header, quotes) = ("train.tsv", "where\twhat\tname\tlength", false)
      toleratesByteOrderMark = true
      line = { "\($0.path)\t\($0.text)\t\($0.id)\t\($0.number)250" }
    }
  }

  private var isJSON: Bool { [.wenet, .funasr, .lhotseCuts, .jsonl].contains(format) }
  private var isRelative: Bool { folder != nil || format == .audiofolder }

  /// Six rows, with audio where the format needs it.
  private func rows(in directory: TemporaryDirectory, count: Int = 6) throws -> [Row] {
    try (1...count).map { number in
      if let folder {
        try directory.write("\(folder)/utt\(number).wav", "RIFF")
        return Row(number: number, path: "utt\(number).wav", text: "line \(number)")
      }
      if isRelative { try directory.write("audio/utt\(number).wav", "RIFF") }
      return Row(
        number: number, path: "\(isRelative ? "audio" : "/data")/utt\(number).wav",
        text: "line \(number)")
    }
  }

  func write(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
    var rows = try rows(in: directory, count: variant == .oneUtterance ? 1 : 6)
    switch variant {
    case .plain, .noFinalNewline, .carriageReturns, .oneUtterance: break
    case .gzip: guard folder == nil, format != .audiofolder else { return nil }
    case .blankLine, .oddSpacing: break
    case .unicode:
      rows[1].text = "grüß e\u{301} 日本 𝔘 \u{2028} \\ n"
      if quotes || isJSON { rows[4].text = "a \"b\", c" }
    case .relativePaths:
      guard folder == nil else { return nil }
      try directory.write("audio/a b/utt1.wav", "RIFF")
      try directory.write("é2.wav", "RIFF")
      rows[0].path = "audio/a b/utt1.wav"
      rows[1].path = "./é2.wav"
    case .lineEndInQuotes:
      guard quotes else { return nil }
      rows[0].text = "first\nsecond, \"third\"\n\n4"
      rows[5].text = "x\r\ny"
    case .byteOrderMark: guard toleratesByteOrderMark else { return nil }
    case .segments:
      return nil
    }
    var lines = (header.map { [$0] } ?? []) + rows.map(line)
    switch variant {
    case .carriageReturns: lines = lines.map { $0 + "\r" }
    case .blankLine:
      lines.insert("", at: 4)
      lines.append("")
    case .oddSpacing where isJSON: lines[2] = " \t" + lines[2] + "  "
    case .oddSpacing where quotes:
      // Every field in quotes, with the separator that this format has.
      let separator: Character = format == .csv ? ";" : ","
      lines[3] = lines[3].split(separator: separator).map { "\"\($0.drop { $0 == " " })\"" }
        .joined(separator: String(separator))
    case .byteOrderMark: lines[0] = "\u{FEFF}" + lines[0]
    default: break
    }
    var text = lines.map { $0 + "\n" }.joined()
    if variant == .noFinalNewline { text.removeLast() }
    guard variant == .gzip else { return try directory.write(name, text) }
    let file = try OutputFile(directory(name + ".gz"), compressed: true)
    try file.write(text)
    try file.close()
    return file.path
  }
}
