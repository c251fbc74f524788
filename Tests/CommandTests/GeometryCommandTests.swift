import Foundation
import TestSupport
import Testing

/// `asr-audit geometry` on the canaries of a ledger and on manifests of noise.
struct GeometryCommandTests {
  /// Writes a manifest of short pieces of noise and returns its path.
  private func manifest(
    _ name: String, _ count: Int, gain: Double, seed: UInt64, in place: TemporaryDirectory
  ) throws -> String {
    var state = seed
    var lines = ""
    for number in 0..<count {
      let samples = (0..<4_000).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(0.1 * gain * (Double(state >> 11) * 0x1p-52 - 1))
      }
      let file = "\(name)/\(number).wav"
      try place.write(file, Sound.wav(samples, rate: 8_000))
      lines += #"{"audio_filepath": "\#(file)", "duration": 0.5, "text": "noise"}"# + "\n"
    }
    return try place.write("\(name).json", lines)
  }

  private func geometry(
    _ place: TemporaryDirectory, _ left: String, _ right: String, _ output: String,
    _ more: String...
  ) throws -> CommandResult {
    try asrAudit(
      [
        "geometry", "--left", left, "--right", right, "--output", place(output), "--planes", "64",
      ] + more)
  }

  @Test func `a level that differs by 1 dB is found by the classifier`() throws {
    let place = try TemporaryDirectory()
    let left = try manifest("left", 24, gain: 1.122, seed: 1, in: place)
    let right = try manifest("right", 24, gain: 1, seed: 2, in: place)
    let result = try geometry(place, left, right, "out", "--permutations", "79")
    #expect(result.status == 3, "\(result.errors)")
    #expect(result.output.contains("The sounds of the two sets differ."))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(place.read("out/analysis.json")))
        as? [String: Any])
    #expect(object["kind"] as? String == "geometry")
    let analysis = (object["geometry"] as? [String: Any])?["analysis"] as? [String: Any]
    let classifier = try #require(analysis?["classifier"] as? [String: Any])
    #expect(classifier["p_value"] as? Double == 1.0 / 80)
    #expect(try #require(classifier["auc"] as? Double) > 0.9)
    #expect(String(decoding: try place.read("out/analysis.html"), as: UTF8.self).contains("LSSVM"))
  }

  @Test func `sets that were made alike do not differ, and runs are repeatable`() throws {
    let place = try TemporaryDirectory()
    let left = try manifest("left", 20, gain: 1, seed: 3, in: place)
    let right = try manifest("right", 30, gain: 1, seed: 4, in: place)
    for output in ["one", "two"] {
      let result = try geometry(
        place, left, right, output, "--permutations", "79", "--threads",
        output == "one" ? "1" : "3")
      try expectSuccess(result)
      #expect(result.output.contains("Nothing shows that the sounds"))
    }
    #expect(try treeContents(place("one")) == treeContents(place("two")))
    let sample = try geometry(
      place, left, right, "sample", "--permutations", "0", "--sample", "12")
    try expectSuccess(sample)
    #expect(sample.output.contains("left: 12 of 20, right: 12 of 30"))
  }

  @Test func `the canaries of a ledger are compared with their controls`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let result = try asrAudit([
      "geometry", "--ledger", audit.ledger, "--output", place("out"), "--planes", "32",
      "--permutations", "3",
    ])
    try expectSuccess(result)
    let record = try LedgerRecord(audit.ledger)
    let trained = record.canaries.count { $0.role == "trained" }
    #expect(result.output.contains("trained canaries: \(trained) of \(trained)"))
  }

  @Test func `bad inputs are one clear error and leave nothing`() throws {
    let place = try TemporaryDirectory()
    let set = try manifest("set", 12, gain: 1, seed: 5, in: place)
    let few = try manifest("few", 3, gain: 1, seed: 6, in: place)
    let absent = try place.write(
      "absent.json",
      (0..<12).map {
        #"{"audio_filepath": "absent/\#($0).wav", "duration": 0.5, "text": "x"}"# + "\n"
      }.joined())
    for (left, right, status, words) in [
      (set, set, 65, "have the same sound"), (set, few, 65, "3 utterances of the set 'right'"),
      (set, absent, 66, "absent/0.wav"),
    ] as [(String, String, Int32, String)] {
      expectProblem(try geometry(place, left, right, "out"), status: status, saying: words)
      try expectNothing(of: "out", in: place)
    }
    for arguments in [
      ["--left", set], ["--left", set, "--right", set, "--ledger", set], ["--sample", "3"],
      ["--left", set, "--right", set, "--planes", "0"],
    ] {
      let result = try asrAudit(["geometry", "--output", place("out")] + arguments)
      #expect(result.status == 64, "\(result.errors)")
    }
  }
}
