import Foundation

/// The parts of a ledger that the tests read, without the code under test.
struct LedgerRecord: Decodable {
  struct Header: Decodable {
    struct Audio: Decodable {
      let sampleRate: Int
      let channels: Int
      let container: String
    }
    let audio: Audio
    let share: Double
  }

  struct Canary: Decodable {
    let probe: String
    let train: [String]
    let text: String
    let role: String
    let repetitions: Int
    let frames: Int
  }

  struct ProbedUtterance: Decodable {
    let probe: String
    let text: String
  }

  let root: String
  let header: Header
  let canaries: [Canary]
  /// Nil without recombined controls.
  let recombinedControls: [Canary]?
  let checkUtterances: [ProbedUtterance]

  init(_ path: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(LedgerRecord.self, from: bytes)
  }
}
