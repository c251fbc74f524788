import Foundation
import TestSupport
import Testing

/// Injection in a Kaldi data directory and removal from it.
struct KaldiRoundTripTests {
  @Test(arguments: ["train", "probe"])
  func `all files stay sorted and unique under LC_ALL=C`(_ part: String) throws {
    let directory = try "\(SampleAudit.kaldi.get().directory)/\(part)"
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    for name in names where name != "utterances" {
      let check = try runCommand(
        "sort", ["-c", "-u", "-k1,1", "\(directory)/\(name)"], environment: ["LC_ALL": "C"])
      #expect(check.status == 0, "\(check.errors)")
    }
    let keys = try String(contentsOfFile: "\(directory)/text", encoding: .utf8)
      .split(separator: "\n").map { $0.prefix(1) }
    #expect(part == "probe" || (keys.first == "s" && keys.last == "v" && keys.contains("u")))
  }

  @Test func `every injected id starts with its speaker`() throws {
    let directory = try SampleAudit.kaldi.get().directory
    let rows = try String(contentsOfFile: "\(directory)/train/utt2spk", encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: " ") }
    let injected = rows.filter { $0[0].hasPrefix("u") }
    #expect(injected.count > 100)
    #expect(injected.allSatisfy { $0[0].hasPrefix($0[1] + "-") })
  }

  @Test func `removal restores every file of the directory`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.kaldi.get()
    try expectSuccess(
      asrAudit([
        "remove", "--ledger", audit.ledger, "--manifest", "\(audit.directory)/train", "--output",
        place("clean"),
      ]))
    let original = try treeContents(SampleCorpus.shared.get().kaldi)
    #expect(try treeContents(place("clean")) == original)
  }
}
