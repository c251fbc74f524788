import Files
import Manifests
import TestSupport
import Testing

/// The cells of injected rows in columns without a meaning for this program.
@Suite struct TableFieldTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Injects a row into a table with the column `name` and returns its cell; nil if the value is
  /// unknown.
  private func cell(
    _ name: String, _ values: [String], setting: [String: String] = [:]
  ) throws -> String? {
    let rows = values.enumerated().map { "/\($0).wav,text \($0),\($1)\n" }
    let path = try directory.write("d.csv", "a,t,\(name)\n" + rows.joined())
    let corpus = try ManifestFormat.csv.open(path, keys: ManifestKeys(audio: "a", text: "t"))
    let utterance = InjectedUtterance(
      id: "u7", audioPath: "/c.wav", text: "sings", frames: 8_000, sampleRate: 16_000,
      speaker: injectedSpeakers[0], fileBytes: 16_044)
    let injected = try InjectedCorpus(corpus, [utterance], setting: setting) { [$0] }
    guard injected.varying.isEmpty else { return nil }
    return try lines(of: injected.path).last.map { String($0.dropFirst("/c.wav,sings,".count)) }
  }

  @Test(arguments: [
    // A constant is copied.
    ("lang", ["en", "en"], "en"), ("snr", ["20.5", "20.5"], "20.5"),
    // Names are those of the canary.
    ("utt_id", ["x", "y"], "u7"), ("speaker", ["x", "y"], "u00c0ffee"),
    ("file", ["x", "y"], "/c.wav"),
    // Lengths have the unit of the column's name.
    ("num_samples", ["5", "6"], "8000"), ("duration_ms", ["5", "6"], "500"),
    ("wav_filesize", ["5", "6"], "16044"), ("seconds", ["5", "5"], "0.5"),
    // A canary starts at the start of its file.
    ("start", ["0", "0"], "0"), ("offset", ["1.5", "3"], "0"),
    // A column that some rows leave empty stays empty.
    ("age", ["teens", ""], ""), ("note", ["", ""], ""),
    // A column that repeats the text gets the text.
    ("normalized", ["Text 0!", "TEXT 1"], "sings"),
  ])
  func `a cell has the value that loaders expect`(
    _ name: String, _ values: [String], _ expected: String
  ) throws {
    #expect(try cell(name, values) == expected)
  }

  @Test func `numbers that name speakers are numbers, alike for a speaker`() throws {
    let first = try #require(try cell("speaker_id", ["17", "18"]).flatMap { Int($0) })
    #expect(try cell("speaker_id", ["4", "5", "6"]) == "\(first)")
  }

  @Test(arguments: [
    ("prompt", ["a", "b"]), ("num_frames", ["1", "2"]), ("task_id", ["x", "y"]),
    ("snr", ["20.5", "3"]), ("stop", ["80000", "80000"]), ("gender", ["f", "m"]),
  ])
  func `a value that is not known must be stated`(_ name: String, _ values: [String]) throws {
    #expect(try cell(name, values) == nil)
    #expect(try cell(name, values, setting: [name: "z"]) == "z")
    #expect(try cell(name, values, setting: [name: "{samples}"]) == "8000")
    #expect(try cell(name, values, setting: [name: "{id}"]) == "u7")
  }

  /// The fields without a value.
  private func unknown(_ name: String, _ values: [String]) throws -> VaryingField? {
    let rows = values.enumerated().map { "/\($0).wav,text \($0),\($1)\n" }
    let path = try directory.write("d.csv", "a,t,\(name)\n" + rows.joined())
    let corpus = try ManifestFormat.csv.open(path, keys: ManifestKeys(audio: "a", text: "t"))
    var traits = try corpus.surveyed().traits
    return try traits.setFields([:]).first
  }

  @Test func `the values that suggest themselves are named`() throws {
    let stop = try unknown("stop", ["80000", "80000"])
    #expect(stop == VaryingField(name: "stop", examples: ["80000"], suggestion: "{samples}"))
    #expect(stop?.isConstant == true)
    #expect(try unknown("end", ["1.5", "2"])?.suggestion == "{seconds}")
    #expect(try unknown("num_frames", ["150", "200"])?.suggestion == nil)
    #expect(try unknown("name", ["anna-1", "bert-2", "cora-3"])?.suggestion == "{id}")
    #expect(try unknown("where", ["/x/1", "/x/2", "/x/3"])?.suggestion == "{path}")
    // Values that repeat or have several words name no utterance.
    #expect(try unknown("domain", ["web", "tv", "web"])?.suggestion == nil)
    #expect(try unknown("answer", ["yes it is", "no sir"])?.suggestion == nil)
    #expect(try unknown("snr", ["1", "2"])?.suggestion == nil)
  }
}
