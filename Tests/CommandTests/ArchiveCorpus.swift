import Foundation
import TestSupport

/// The utterances of `SampleCorpus` in three archives of each toolkit.
struct ArchiveCorpus {
  let place: TemporaryDirectory
  private let source: SampleCorpus

  init(in place: TemporaryDirectory) throws {
    self.place = place
    source = try SampleCorpus.shared.get()
  }

  static let shards = 3

  private func audio(_ number: Int) throws -> [UInt8] {
    try source.directory.read("audio/\(SampleCorpus.id(number)).wav")
  }

  private var parts: [[Int]] {
    (0..<Self.shards).map { Array(stride(from: $0, to: SampleCorpus.utterances, by: Self.shards)) }
  }

  private func archive(
    _ name: String, _ numbers: [Int], _ members: (Int) throws -> [(String, [UInt8])]
  ) throws {
    let all = try numbers.flatMap { try members($0).map { (name: $0.0, content: $0.1) } }
    try place.write(name, TarBytes(all).bytes)
  }

  /// - Returns: the manifest of all rows.
  func nemo() throws -> String {
    var rows = ""
    for (shard, numbers) in parts.enumerated() {
      try archive("nemo/audio_\(shard).tar", numbers) {
        [("\(SampleCorpus.id($0)).wav", try audio($0))]
      }
      for number in numbers {
        let line = SampleCorpus.line(
          "\(SampleCorpus.id(number)).wav", SampleCorpus.sentence(number))
        rows += line.dropLast() + ", \"shard_id\": \(shard)}\n"
      }
    }
    return try place.write("nemo/tarred_audio_manifest.json", rows)
  }

  /// - Returns: the list of archives.
  func wenet() throws -> String {
    for (shard, numbers) in parts.enumerated() {
      try archive("wenet/s_\(shard).tar", numbers) { number in
        [
          ("\(SampleCorpus.id(number)).txt", Array(SampleCorpus.sentence(number).utf8)),
          ("\(SampleCorpus.id(number)).wav", try audio(number)),
        ]
      }
    }
    return try place.write(
      "wenet/data.list", (0..<Self.shards).map { place("wenet/s_\($0).tar") + "\n" }.joined())
  }

  /// - Returns: the pattern of the archives.
  func webDataset() throws -> String {
    for (shard, numbers) in parts.enumerated() {
      try archive("wds/shard-00\(shard).tar", numbers) { number in
        let json =
          #"{"text": "\#(SampleCorpus.sentence(number))", "duration": \#(SampleCorpus.secondsStated)}"#
        return [
          ("\(SampleCorpus.id(number)).wav", try audio(number)),
          ("\(SampleCorpus.id(number)).json", Array(json.utf8)),
        ]
      }
    }
    return place("wds/shard-{000..002}.tar")
  }

  /// - Returns: the directory.
  func shar() throws -> String {
    for (shard, numbers) in parts.enumerated() {
      let recording = { (number: Int) in
        #"{"id": "\#(SampleCorpus.id(number))", "sources": [{"type": "shar", "channels": [0], "#
          + #""source": ""}], "sampling_rate": 8000, "num_samples": 800, "duration": 0.1, "#
          + #""channel_ids": [0]}"#
      }
      let cuts = numbers.map { number in
        #"{"id": "\#(SampleCorpus.id(number))", "start": 0, "duration": \#(SampleCorpus.secondsStated), "#
          + #""channel": 0, "supervisions": [{"id": "x", "recording_id": "x", "start": 0, "duration": 1, "#
          + #""channel": 0, "text": "\#(SampleCorpus.sentence(number))"}], "recording": "#
          + #"\#(recording(number)), "type": "MonoCut"}"#
      }
      try place.write("shar/cuts.00000\(shard).jsonl", cuts.map { $0 + "\n" }.joined())
      try archive("shar/recording.00000\(shard).tar", numbers) { number in
        [
          ("\(SampleCorpus.id(number)).wav", try audio(number)),
          ("\(SampleCorpus.id(number)).json", Array(recording(number).utf8)),
        ]
      }
    }
    return place("shar")
  }

  /// Three manifests in one directory, with links to the audio.
  /// - Returns: their pattern.
  func several() throws -> String {
    try place.makeDirectory("several")
    try FileManager.default.createSymbolicLink(
      atPath: place("several/audio"), withDestinationPath: source.directory("audio"))
    for (shard, numbers) in parts.enumerated() {
      let lines = numbers.map {
        SampleCorpus.line("audio/\(SampleCorpus.id($0)).wav", SampleCorpus.sentence($0)) + "\n"
      }
      try place.write("several/manifest_\(shard).json", lines.joined())
    }
    return place("several/manifest__OP_0..2_CL_.json")
  }

  /// A tree of LibriSpeech with WAV files.
  /// - Returns: its directory.
  func tree() throws -> String {
    for (chapter, numbers) in parts.enumerated() {
      let folder = "tree/\(100 + chapter)/7"
      let ids = numbers.map { "\(100 + chapter)-7-\(1_000 + $0)" }
      try place.write(
        "\(folder)/\(100 + chapter)-7.trans.txt",
        zip(ids, numbers).map { "\($0) \(SampleCorpus.sentence($1))\n" }.joined())
      for (id, number) in zip(ids, numbers) {
        try place.write("\(folder)/\(id).wav", try audio(number))
      }
    }
    return place("tree")
  }

  func manifest(_ name: String) throws -> String {
    switch name {
    case "nemo": try nemo()
    case "wenet": try wenet()
    case "webdataset": try webDataset()
    case "shar": try shar()
    case "several": try several()
    default: try tree()
    }
  }
}
