import Files
import Manifests
import TestSupport

/// The audio of a sample's utterance: bytes that no decoder reads.
func sampleAudio(_ number: Int) -> [UInt8] { Array("RIFF \(number)".utf8) }

/// Writes a small corpus of archives in a directory of its own; nil if the format has no such variant.
/// - Returns: the value of `--manifest`.
func archiveSample(
  _ format: ManifestFormat, _ variant: Variant, in directory: TemporaryDirectory
) throws -> String? {
  let count = variant == .oneUtterance ? 1 : 6
  var texts = (1...count).map { "line \($0)" }
  switch variant {
  case .plain, .noFinalNewline, .oneUtterance: break
  case .carriageReturns: guard format != .lhotseShar else { return nil }
  case .gzip: guard format != .webdataset else { return nil }
  case .blankLine, .oddSpacing: guard format == .nemoTarred else { return nil }
  case .unicode: texts[1] = "grüß e\u{301} 日本 𝔘"
  case .relativePaths, .segments, .lineEndInQuotes, .byteOrderMark: return nil
  }
  let sample = ArchiveSample(texts: texts, variant: variant, directory: directory)
  switch format {
  case .nemoTarred: return try sample.nemo()
  case .wenetShards: return try sample.wenet()
  case .webdataset: return try sample.webDataset()
  case .lhotseShar: return try sample.shar()
  default: return nil
  }
}

/// Utterances in two archives, or in one if there is only one utterance.
private struct ArchiveSample {
  let texts: [String]
  let variant: Variant
  let directory: TemporaryDirectory

  private var shards: [[Int]] {
    texts.count == 1 ? [[1]] : [Array(1...4), Array(5...texts.count)]
  }

  /// Writes a file of lines in the form of the variant.
  private func write(_ name: String, _ lines: [String]) throws -> String {
    let end = variant == .carriageReturns ? "\r\n" : "\n"
    var text = lines.map { $0 + end }.joined()
    if variant == .noFinalNewline { text.removeLast() }
    let isCompressed = name.hasSuffix(".gz")
    try directory.write(name, "")
    let file = try OutputFile(directory(name), compressed: isCompressed, replaces: true)
    try file.write(text)
    try file.close()
    return file.path
  }

  private func archive(_ name: String, _ members: [(String, [UInt8])]) throws {
    try directory.write(name, TarBytes(members.map { (name: $0.0, content: $0.1) }).bytes)
  }

  func nemo() throws -> String {
    var rows: [String] = []
    for (shard, numbers) in shards.enumerated() {
      try archive("nemo/audio_\(shard).tar", numbers.map { ("utt\($0).wav", sampleAudio($0)) })
      rows += numbers.map {
        #"{"audio_filepath": "utt\#($0).wav", "duration": \#($0).25, "text": "\#(texts[$0 - 1])", "#
          + #""shard_id": \#(shard)}"#
      }
    }
    if variant == .blankLine { rows.insert("", at: 2) }
    if variant == .oddSpacing { rows[1] = " \t" + rows[1] + "  " }
    return try write(
      "nemo/tarred_audio_manifest.json\(variant == .gzip ? ".gz" : "")", rows)
  }

  func wenet() throws -> String {
    var list: [String] = []
    for (shard, numbers) in shards.enumerated() {
      let name = "tars/shards_00000000\(shard).tar"
      try archive(
        name,
        numbers.flatMap { number in
          [
            ("utt\(number).txt", Array(texts[number - 1].utf8)),
            ("utt\(number).wav", sampleAudio(number)),
          ]
        })
      list.append(directory(name))
    }
    return try write("wenet/data.list\(variant == .gzip ? ".gz" : "")", list)
  }

  func webDataset() throws -> String {
    let end = variant == .carriageReturns ? "\r\n" : variant == .noFinalNewline ? "" : "\n"
    for (shard, numbers) in shards.enumerated() {
      try archive(
        "wds/shard-00000\(shard).tar",
        numbers.flatMap { number in
          [
            ("utt\(number).wav", sampleAudio(number)),
            ("utt\(number).txt", Array((texts[number - 1] + end).utf8)),
            ("utt\(number).cls", Array("7".utf8)),
          ]
        })
    }
    return shards.count == 1
      ? directory("wds/shard-000000.tar") : directory("wds/shard-{000000..000001}.tar")
  }

  func shar() throws -> String {
    for (shard, numbers) in shards.enumerated() {
      let recording = numbers.map { number in
        lhotseRecording(number, "").replacing(#""file""#, with: #""shar""#)
      }
      let cuts = zip(numbers, recording).map { number, recording in
        #"{"id": "utt\#(number)", "start": 0, "duration": \#(number).25, "channel": 0, "#
          + #""supervisions": [\#(lhotseSupervision(number, texts[number - 1]))], "recording": "#
          + #"\#(recording), "type": "MonoCut"}"#
      }
      _ = try write("shar/cuts.00000\(shard).jsonl\(variant == .gzip ? ".gz" : "")", cuts)
      try archive(
        "shar/recording.00000\(shard).tar",
        zip(numbers, recording).flatMap { number, recording in
          [
            ("utt\(number).wav", sampleAudio(number)),
            ("utt\(number).json", Array(recording.utf8)),
          ]
        })
    }
    return directory("shar")
  }
}
