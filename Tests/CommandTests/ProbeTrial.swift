import Foundation
import TestSupport
import Testing

/// A suite that tries `probe` and `score --probes` with the real program.
protocol ProbeTrial {
  var place: TemporaryDirectory { get }
  var audit: SampleAudit { get }
}

/// The lines of `probes.json` that the tests read.
struct ProbeRecord: Decodable {
  struct Probe: Decodable {
    let id: String
    let family: String
    let strength: String
    let source: String?
    let hidden: [Int]?
  }
  let root: String
  let probes: [Probe]
}

struct ProbeEntry: Decodable {
  let path: String
  let text: String
  let duration: Double
  private enum CodingKeys: String, CodingKey {
    case path = "audio_filepath"
    case text, duration
  }
}

extension ProbeTrial {
  func probe(_ more: String..., to output: String = "asked") throws -> CommandResult {
    try asrAudit(
      ["probe", "--ledger", audit.ledger, "--output", output] + more, in: place.path)
  }

  func record(_ output: String = "asked") throws -> ProbeRecord {
    try JSONDecoder().decode(ProbeRecord.self, from: Data(place.read("\(output)/probes.json")))
  }

  func entries(_ output: String = "asked") throws -> [ProbeEntry] {
    let text = String(decoding: try place.read("\(output)/probe.json"), as: UTF8.self)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(ProbeEntry.self, from: Data($0.utf8))
    }
  }

  func maskedProbe(_ families: String) throws {
    let audit = try BankAudit.shared.get()
    try expectSuccess(
      asrAudit(
        [
          "probe", "--ledger", audit.ledger, "--output", "asked", "--families", families,
          "--word-bank", audit.bank,
        ], in: place.path))
  }
}

/// An audit whose canaries come from recordings that are long enough to hide: 0.2 s each.
struct BankAudit: Sendable {
  let directory = TemporaryDirectory.shared("audit-long-words")
  let bank = TemporaryDirectory.shared("bank-long-words")
  var ledger: String { "\(directory)/ledger.json" }

  static let shared = Result { try BankAudit() }

  private init() throws {
    let corpus = try SampleCorpus.shared.get()
    let words = try FileManager.default.contentsOfDirectory(atPath: corpus.bank).sorted()
    for (number, word) in words.enumerated() {
      let folder = "\(bank)/\(word)/anna"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let tone = Sound.tone(200 + 5 * Double(number), seconds: 0.2, rate: SampleCorpus.rate)
      try Data(Sound.wav(tone, rate: SampleCorpus.rate))
        .write(to: URL(filePath: "\(folder)/1.wav"))
    }
    try expectSuccess(
      asrAudit([
        "inject", "--manifest", corpus.manifest, "--output", directory, "--seed", "7",
        "--coins", "40", "--blocks", "4", "--gate", corpus.gate, "--word-bank", bank,
      ]))
  }
}
