import Foundation
import TestSupport
import Testing

/// Manifests of other projects with their peculiarities.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct RealManifestTests {
  @Test func `a Kaldi directory with pipes, double spaces and segments is restored`() throws {
    let place = try TemporaryDirectory()
    let original = try copyKaldi(to: place)
    try expectSuccess(
      asrAudit(
        injection(
          of: original, to: place("audited"), "--sample-rate", "16000", "--max-share", "0.9",
          "--voice-gender", "female")))

    for name in try place.names(in: "data") {
      let user = try place.read("data/\(name)").split(separator: 0x0A)
      let injected = Set(try place.read("audited/train/\(name)").split(separator: 0x0A))
      #expect(user.allSatisfy(injected.contains), "\(name)")
      #expect(injected.count > user.count, "\(name)")
    }
    try expectSuccess(asrAudit(["verify", "--ledger", place("audited/ledger.json")]))
    try remove(place("audited/train"), place)
    #expect(try treeContents(place("clean")) == treeContents(original))
  }

  @Test func `the files of the Kaldi directory stay sorted under LC_ALL=C`() throws {
    let place = try TemporaryDirectory()
    let original = try copyKaldi(to: place)
    try expectSuccess(
      asrAudit(
        injection(
          of: original, to: place("audited"), "--sample-rate", "16000", "--max-share", "0.9",
          "--voice-gender", "female")))
    for directory in ["train", "probe"] {
      for name in try place.names(in: "audited/\(directory)") where name != "utterances" {
        let file = place("audited/\(directory)/\(name)")
        let check = try runCommand(
          "sort", ["-c", "-u", "-k1,1", file], environment: ["LC_ALL": "C"])
        #expect(check.status == 0, "\(check.errors)")
      }
    }
  }

  @Test func `pipes are refused unless --sample-rate is given`() throws {
    let place = try TemporaryDirectory()
    let original = try copyKaldi(to: place)
    let result = try asrAudit(
      injection(
        of: original, to: place("audited"), "--max-share", "0.9", "--voice-gender", "female"))
    expectProblem(result, status: 65, saying: original, "--sample-rate 16000")
    try expectNothing(of: "audited", in: place)
  }

  @Test func `SpeechBrain's sentences as NeMo lines are restored byte for byte`() throws {
    let place = try TemporaryDirectory()
    let lines = try speechBrainLines()
    #expect(lines.count >= 8)
    // No line feed at the end.
    let manifest = try place.write("sentences.json", lines.joined(separator: "\n"))
    try expectSuccess(
      asrAudit(
        injection(
          of: manifest, to: place("audited"), "--max-share", "0.9", "--check-utterances", "4")))
    #expect(try LedgerRecord(place("audited/ledger.json")).header.audio.sampleRate == 16_000)
    try remove(place("audited/train/sentences.json"), place)
    #expect(try place.read("clean") == place.read("sentences.json"))
  }

  private func copyKaldi(to place: TemporaryDirectory) throws -> String {
    for name in try FileManager.default.contentsOfDirectory(atPath: SharedData.kaldi) {
      let source = "\(SharedData.kaldi)/\(name)"
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: source, isDirectory: &isDirectory),
        !isDirectory.boolValue
      else { continue }
      try place.write("data/\(name)", Data(contentsOf: URL(fileURLWithPath: source)))
    }
    return place("data")
  }

  /// One manifest line for each sentence with an audio file.
  private func speechBrainLines() throws -> [String] {
    struct Sentence: Decodable {
      let wav: String
      let duration: String
      let wrd: String
    }
    let file = "\(SharedData.speechBrain)/annotation/ASR_train.json"
    let sentences = try JSONDecoder().decode(
      [String: Sentence].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    return sentences.sorted { $0.key < $1.key }.map { _, sentence in
      let path = sentence.wav.replacing("{data_root}", with: "\(SharedData.speechBrain)/ASR")
      return #"{"audio_filepath":"\#(path)",  "duration": \#(sentence.duration), "#
        + #""text": "\#(sentence.wrd)"}"#
    }
  }

  private func remove(_ manifest: String, _ place: TemporaryDirectory) throws {
    let result = try asrAudit([
      "remove", "--ledger", place("audited/ledger.json"), "--manifest", manifest, "--output",
      place("clean"),
    ])
    try expectSuccess(result)
    #expect(result.output.contains("the output equals the original, byte for byte"))
  }
}
