import Files
import Manifests
import TestSupport
import Testing

/// Warnings about records that loaders read otherwise than the user expects.
@Suite struct RecordFindingsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func warnings(
    _ format: ManifestFormat, _ edit: (inout [String]) -> Void
  ) throws -> [String] {
    let path = try #require(try sample(format, .plain, in: directory))
    var text = try lines(of: path)
    edit(&text)
    try directory.write(baseName(of: path), text.map { $0 + "\n" }.joined())
    return try format.open(path, keys: format.sampleKeys).surveyed().traits.warnings
      .map { $0.replacing(path, with: "FILE") }
  }

  // MARK: - Splits

  @Test(arguments: ["clips/test/a.wav", "train_0001.wav", "x-dev.wav"])
  func `a path with the name of a split is named`(_ audio: String) throws {
    let found = try warnings(.audiofolder) { lines in
      lines[2].replace(#/^[^,]*/#, with: audio)
    }
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("FILE:3: 1 path(s) have the name of a split") == true, "\(found)")
  }

  @Test(arguments: ["clips/a.wav", "contest/training2.wav", "attest.wav", "devtest9.train"])
  func `words that contain the name of a split are no finding`(_ audio: String) throws {
    #expect(try warnings(.audiofolder) { $0[2].replace(#/^[^,]*/#, with: audio) } == [])
  }

  @Test func `metadata below those of an audiofolder are an obstacle`() throws {
    let path = try #require(try sample(.audiofolder, .plain, in: directory))
    #expect(try ManifestFormat.audiofolder.open(path).surveyed().traits.obstacles.isEmpty)
    let nested = try directory.write("more/metadata.jsonl", "{\"file_name\": \"z.wav\"}\n")
    let obstacle = try ManifestFormat.audiofolder.open(path).surveyed().traits.obstacles.first
    #expect(obstacle?.file == nested && obstacle?.message.contains("would lose the rows") == true)
  }

  @Test func `keys of a supervision that canaries do not get are named`() throws {
    func edited(_ key: String) throws -> [String] {
      try warnings(.lhotseCuts) {
        $0[1].replace("\"supervisions\": [{", with: "\"supervisions\": [{\(key), ")
      }
    }
    let found = try edited(#""custom": {"snr": 3}"#)
    #expect(found.count == 1)
    #expect(found.first?.contains(#"1 line(s) have "supervisions.0.custom""#) == true, "\(found)")
    #expect(try edited(#""custom": null"#) == [])
  }

  // MARK: - Quotes

  @Test func `a quote that a field of Common Voice does not close is named`() throws {
    let found = try warnings(.commonVoice) { $0[3].replace("line", with: "\"line") }
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("FILE:4: 1 line(s) have a field that starts with a quote") == true)
    #expect(found.first?.contains("csv.DictReader") == true)
  }

  @Test(arguments: [ManifestFormat.tsv, .commonVoice])
  func `quotes that are closed, or inside a text, are no finding`(_ format: ManifestFormat) throws {
    for text in ["\"line\"", "a \"line", "\"a\" b", "\"\"\"a\"", "line\""] {
      #expect(try warnings(format) { $0[2].replace(#/line \d/#, with: text) } == [], "\(text)")
    }
    let open = try warnings(format) { lines in
      for number in 2...4 { lines[number].replace("line", with: "\"\"\"line") }
    }
    #expect(open.first?.hasPrefix("FILE:3: 3 line(s)") == true)
  }

  // MARK: - Variables

  @Test(arguments: ["$FOUR", "a $5 b", "US$x"])
  func `a variable in a text of SpeechBrain's CSV is named`(_ text: String) throws {
    let found = try warnings(.speechbrain) { $0[4].replace(#/line \d/#, with: text) }
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("FILE:5: \"wrd\": 1 line(s) have a variable") == true)
    #expect(found.first?.contains("SpeechBrain replaces it") == true)
  }

  @Test(arguments: ["5 $", "$ 5", "a {noise}"])
  func `other characters are no variable in CSV`(_ text: String) throws {
    #expect(try warnings(.speechbrain) { $0[4].replace(#/line \d/#, with: text) } == [])
  }

  @Test(arguments: [
    ("a {noise}", true), ("a } b", true), ("{{noise}}", false), ("$FOUR", false), ("a b", false),
  ])
  func `a variable in a text of SpeechBrain's JSON is named`(
    _ text: String, _ isFound: Bool
  ) throws {
    let path = try directory.write(
      "train.json",
      #"{"u1": {"wav": "{data_root}/1.wav", "length": 1.5, "words": "\#(text)"}}"# + "\n")
    let found = try ManifestFormat.speechbrainJSON.open(path).surveyed().traits.warnings
    #expect(found.count == (isFound ? 1 : 0))
    if isFound { #expect(found[0].contains("\"words\": 1 line(s)")) }
  }

  @Test func `a variable in the path is the user's`() throws {
    let found = try warnings(.speechbrain) { $0[1].replace("/data/", with: "$data_root/") }
    #expect(found == [])
  }

  // MARK: - Ids

  @Test(arguments: [ManifestFormat.wenet, .funasr, .lhotseCuts, .jsonl, .csv, .tsv])
  func `an id that occurs twice is named`(_ format: ManifestFormat) throws {
    let found = try warnings(format) { lines in
      lines.append(lines[2])
      lines.append(lines[2])
    }
    let hasHeader = [ManifestFormat.csv, .tsv].contains(format)
    let id = hasHeader ? "utt2" : "utt3"
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("FILE:\(hasHeader ? 8 : 7): '\(id)' occurs twice, as 2 id(s) do; ")
        == true, "\(found)")
  }

  @Test func `without an id a file may occur several times`() throws {
    let path = try directory.write("d.csv", "a,t\n/1.wav,x\n/1.wav,y\n")
    let keys = ManifestKeys(audio: "a", text: "t")
    #expect(try ManifestFormat.csv.open(path, keys: keys).surveyed().traits.warnings == [])
  }

  // MARK: - Names

  @Test(arguments: [("train.jsonl", 1), ("train.json", 0)])
  func `a NeMo manifest with the ending of Lhotse is named`(_ name: String, _ count: Int) throws {
    let path = try directory.write(
      name, #"{"audio_filepath": "/a.wav", "duration": 1, "text": "a"}"# + "\n")
    let warnings = try ManifestFormat.nemo.open(path).surveyed().traits.warnings
    #expect(warnings.count == count)
    #expect(warnings.allSatisfy { $0.contains(".jsonl") && $0.contains("Lhotse") })
  }

  // MARK: - Paths

  private static let workingDirectoryFormats: [ManifestFormat] = [
    .wenet, .funasr, .lhotseCuts, .speechbrain, .speechbrainJSON, .lhotse, .fairseq,
  ]

  @Test(arguments: workingDirectoryFormats)
  func `a relative path that leads outside is an obstacle`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    // The file with the paths.
    let file = path.replacing("supervisions", with: "recordings")
    func obstacle(_ audio: String) throws -> Problem? {
      let text = try lines(of: file).map { line in
        line.replacing(#/\/data\/(utt)?2.wav|a\/utt2.flac/#, with: audio)
      }
      let original = try readFile(file)
      try directory.write(
        file.replacing("\(directory.path)/", with: ""), text.map { $0 + "\n" }.joined())
      defer { _ = try? directory.write(file.replacing("\(directory.path)/", with: ""), original) }
      let traits = try format.open(path).surveyed().traits
      return traits.relativePathObstacle ?? traits.obstacles.first
    }
    for audio in ["../../etc/passwd", "a/../../b.wav"] {
      let found = try obstacle(audio)
      #expect(found?.file == file && found?.line != nil, "\(String(describing: found))")
      #expect(found?.message.contains("outside") == true)
      #expect(found?.hint?.contains("absolute path") == true)
    }
    for audio in ["a/../b.wav", "./b.wav", "/x/../b.wav", "a..b/c.wav"] {
      #expect(try obstacle(audio) == nil, "\(audio)")
    }
  }
}
