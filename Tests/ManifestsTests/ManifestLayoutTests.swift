import Files
import Manifests
import TestSupport
import Testing

/// Manifests that are not one JSON object a line, and manifests that no loader would read as the user
/// expects.
@Suite struct ManifestLayoutTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let entry = #"{"audio_filepath": "/a.wav", "duration": 1, "text": "a"}"#

  /// The problem with a manifest of these bytes.
  private func problem(_ bytes: [UInt8]) throws -> Problem? {
    let path = try directory.write("train.json", bytes)
    do throws(Problem) {
      _ = try ManifestFormat.detect(path).open(path).surveyed()
      return nil
    } catch {
      return error
    }
  }

  private static let layouts: [(String, String)] = [
    ("{\n  \"audio_filepath\": \"/a.wav\"\n}\n", "jq -c . FILE"),
    ("{\"audio_filepath\": \"/a.wav\",\n\"duration\": 1}\n", "jq -c . FILE"),
    (entry + entry + "\n", "jq -c . FILE"), (entry + ",\n" + entry + ",\n", "sed"),
    ("{\"audio_filepath\": \"/a.wav\", \"duration\": 1,}\n", "before the closing brace"),
    ("{'audio_filepath': '/a.wav', 'duration': 1}\n", "json.dumps"),
    (entry + "\n<<<<<<< HEAD\n" + entry + "\n", "conflict marker"),
    (entry + "\n=======\n" + entry + "\n", "conflict marker"),
  ]

  @Test(arguments: layouts)
  func `the hint corrects the layout`(_ text: String, _ hint: String) throws {
    let problem = try problem(Array(text.utf8))
    #expect(problem?.kind == .badData)
    #expect(problem?.hint?.contains(hint) == true, "\(String(describing: problem))")
  }

  private static let kinds: [([UInt8], String)] = [
    (Array("PK\u{3}\u{4}\u{14}".utf8), "a zip archive"), (Array("PAR1\u{15}".utf8), "Parquet"),
    ([0x28, 0xB5, 0x2F, 0xFD, 4, 0x58], "zstd"), ([0xFF, 0xFE, 0x7B, 0, 0x22, 0], "UTF-16"),
    ([0x7B, 0, 0x22, 0, 0x61, 0, 0x22, 0], "UTF-16LE"),
    (Array((entry + "\r" + entry + "\r").utf8), "carriage return alone"),
    (Array("<?xml version=\"1.0\"?>\n<a/>\n".utf8), "XML"),
    (Array("wav,size,transcript\n/a.wav,1,a\n".utf8), "a table with a header"),
    (Array("speaker\tpath\tsentence\n1\ta.mp3\ta\n".utf8), "a table with a header"),
  ]

  @Test(arguments: kinds)
  func `the error says what the file is`(_ bytes: [UInt8], _ what: String) throws {
    let problem = try problem(bytes)
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains(what) == true, "\(String(describing: problem))")
    #expect(problem?.hint != nil)
  }

  @Test func `NaN and Infinity are read over in other fields`() throws {
    let line = Self.entry.dropLast() + #", "snr": NaN, "x": [-Infinity, Infinity]}"#
    #expect(try problem(Array(line.utf8)) == nil)
  }

  @Test func `a tarred manifest is an obstacle to an injection as a plain one`() throws {
    let line = Self.entry.dropLast() + #", "shard_id": 0}"# + "\n"
    let tarred = try directory.write("tarred.json", String(line))
    let sharded = try directory.write("sharded_manifests/manifest_0.json", Self.entry + "\n")
    for path in [tarred, sharded] {
      let obstacles = try ManifestFormat.nemo.open(path).surveyed().traits.obstacles
      #expect(obstacles.count == 1)
      #expect(obstacles.first?.kind == .badData)
      #expect(obstacles.first?.hint?.contains("nemo-tarred") == true)
    }
  }

  @Test func `a path in a home directory is an obstacle unless it exists`() throws {
    let line = Self.entry.replacing("/a.wav", with: "~/a.wav") + "\n"
    let path = try directory.write("train.json", line)
    let obstacles = try ManifestFormat.nemo.open(path).surveyed().traits.obstacles
    #expect(obstacles.map(\.field) == ["audio_filepath"])
    try directory.write("~/a.wav", "RIFF")
    #expect(try ManifestFormat.nemo.open(path).surveyed().traits.obstacles == [])
  }

  @Test func `paths that an injection cannot keep are found by the survey`() throws {
    let climbing = try directory.write(
      "data/train.json", Self.entry.replacing("/a.wav", with: "../a.wav") + "\n")
    let relative = try ManifestFormat.nemo.open(climbing).surveyed().traits
    #expect(relative.relativePathObstacle?.hint?.contains("absolute_paths") == true)
    #expect(relative.absolutePathObstacle == nil)
    let marked = try directory.write(
      "data/train.json",
      Self.entry.replacing("/a.wav", with: "\(directory("data"))/./a.wav") + "\n")
    let absolute = try ManifestFormat.nemo.open(marked).surveyed().traits
    #expect(absolute.absolutePathObstacle?.line == 1)
    #expect(absolute.relativePathObstacle == nil)
  }
}
