import TestSupport

/// A Kaldi data directory with six utterances of three speakers and every optional file.
struct KaldiFixture {
  /// File name to content.
  var files: [String: String]

  /// - Parameter segments: true for two recordings with segments, false for one recording per utterance.
  init(segments: Bool, utterances count: Int = 6) {
    let speakers = [("alice", "f"), ("bob", "m"), ("zoe", "f")]
    let ids = speakers.flatMap { speaker, _ in ["\(speaker)-001", "\(speaker)-002"] }.prefix(count)
    func table(_ keys: some Sequence<String>, _ value: (Int, String) -> String) -> String {
      keys.enumerated().map { "\($1) \(value($0, $1))\n" }.joined()
    }
    func speaker(_ id: String) -> String { String(id.prefix { $0 != "-" }) }
    let present = speakers.filter { name, _ in ids.contains { speaker($0) == name } }
    let audio = [
      "/data/alice 1.wav", "flac  -c  -d -s   /data/a2.flac  |", "/data/b.ark:1234",
      "sph2pipe -f wav -p -c 1 /data/b.sph |", "/data/z1.wav", "/data/z2.wav",
    ]
    files = [
      "text": table(ids) { index, _ in "hello line \(index + 1)" },
      "utt2spk": table(ids) { _, id in speaker(id) },
      "spk2utt": table(present.map(\.0)) { _, name in
        ids.filter { speaker($0) == name }.joined(separator: " ")
      },
      "spk2gender": table(present.map(\.0)) { index, _ in present[index].1 },
      "utt2dur": table(ids) { index, _ in "\(index + 1).5" },
      "utt2num_frames": table(ids) { index, _ in "\(100 * index + 148)" },
      "utt2num_samples": table(ids) { index, _ in "\(16_000 * index + 24_000)" },
      "utt2lang": table(ids) { index, _ in index == 5 ? "de" : "fr" },
      "utt2uniq": table(ids) { _, id in id },
      "README": "notes of the recipe, in no order\n\nzz\naa\n",
    ]
    let recordings = segments ? ["rec-a", "rec-z"] : Array(ids)
    files["wav.scp"] = table(recordings) { index, _ in audio[index] }
    files["reco2dur"] = table(recordings) { index, _ in "\(index + 1).5" }
    files["reco2file_and_channel"] = table(recordings) { _, id in "\(id) A" }
    if segments {
      files["segments"] = table(ids) { index, _ in
        "\(index < 3 ? "rec-a" : "rec-z") \(2 * index).25  \(2 * index + 1).75"
      }
    }
  }

  /// Changes every table and no other file.
  mutating func edit(_ body: (inout String) -> Void) {
    for name in files.keys where name != "README" { body(&files[name]!) }
  }

  /// Changes line `number`, counted from 1, of one file; nil removes it.
  mutating func edit(_ name: String, line number: Int, _ body: (String) -> String?) {
    var lines = files[name]!.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    if let line = body(lines[number - 1]) {
      lines[number - 1] = line
    } else {
      lines.remove(at: number - 1)
    }
    files[name] = lines.joined(separator: "\n")
  }

  func write(to directory: TemporaryDirectory, as name: String = "data") throws -> String {
    for (file, text) in files { try directory.write("\(name)/\(file)", text) }
    return directory(name)
  }
}
