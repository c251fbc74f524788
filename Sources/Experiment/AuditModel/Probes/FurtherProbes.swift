import Files
import Integrity

/// The secret record of further probes: `probes.json`, which `probe` writes and `score --probes` reads.
/// It states which id is which canary, family and strength.
package struct FurtherProbes: Codable, Hashable, Sendable {
  package static let formatName = "asr-audit probes"
  package static let formatVersion = 1
  /// The name of the file in the directory that `probe` writes.
  package static let fileName = "probes.json"

  package var format = FurtherProbes.formatName
  package var version = FurtherProbes.formatVersion
  package var tool: String
  /// The Merkle root of the ledger.
  package var root: Digest
  /// The kinds in the order of the report.
  package var kinds: [ProbeKind]
  package var probes: [FurtherProbe]

  package init(tool: String, root: Digest, kinds: [ProbeKind], probes: [FurtherProbe]) {
    self.tool = tool
    self.root = root
    self.kinds = kinds
    self.probes = probes
  }

  package var encoded: [UInt8] { JSONCoding.encoded(self, pretty: true) + [0x0A] }

  /// Reads the record in a directory and checks that it belongs to a ledger.
  /// - Parameters:
  ///   - directory: the directory that `probe` wrote.
  ///   - root: the root of the ledger.
  package static func read(
    in directory: String, of ledger: Ledger, root: Digest
  ) throws(Problem) -> FurtherProbes {
    let path = "\(directory)/\(fileName)"
    let hint: Hint = "pass the directory that asr-audit probe wrote"
    let found: FurtherProbes
    do throws(Problem) {
      found = try JSONCoding.decoded(Self.self, from: readFile(path, limit: 1 << 31))
    } catch {
      guard error.file == nil else { throw error }
      throw Problem(
        .badData, "is no record of further probes: \(error.message)", file: path,
        field: error.field, hint: hint)
    }
    guard found.format == formatName, found.version == formatVersion else {
      throw Problem(.badData, "is no record of further probes", file: path, hint: hint)
    }
    guard found.root == root else {
      throw Problem(
        .badData, "the probes belong to another ledger: its root differs", file: path,
        field: "root", hint: "run asr-audit probe with this ledger and transcribe its output")
    }
    if let (number, message) = found.contradiction(ledger) {
      throw Problem(
        .badData, message, file: path, field: "probes.\(number)",
        hint: "the file may have been edited; write the probes again")
    }
    return found
  }

  /// The first probe that does not fit the ledger.
  private func contradiction(_ ledger: Ledger) -> (number: Int, message: String)? {
    let canaries = Set(ledger.canaries.map(\.probeID))
    let utterances = Set(ledger.checkUtterances.map(\.probeID))
    let texts = Dictionary(
      ledger.canaries.map { ($0.probeID, $0.text) }
        + ledger.checkUtterances.map { ($0.probeID, $0.text) }, uniquingKeysWith: { a, _ in a })
    let known = Set(kinds)
    var ids: Set<String> = []
    var asked: Set<FurtherProbe> = []
    for (number, probe) in probes.enumerated() {
      guard known.contains(probe.kind) else { return (number, "has a kind that is not listed") }
      guard ids.insert(probe.id).inserted else { return (number, "has the id of another probe") }
      guard let source = probe.source else {
        if probe.family == .silence { continue }
        return (number, "has no source")
      }
      guard canaries.contains(source) || utterances.contains(source), probe.family != .silence
      else { return (number, "has a source that the ledger does not have") }
      var same = probe
      (same.id, same.hidden) = ("", nil)
      guard asked.insert(same).inserted else { return (number, "repeats another probe") }
      let words =
        canaries.contains(source)
        ? ledger.words(of: texts[source] ?? "").count
        : (texts[source] ?? "").split(separator: " ").count
      let hidden = probe.hidden ?? []
      guard (probe.family == .masked) == !hidden.isEmpty, hidden.count < max(words, 1),
        hidden.allSatisfy((0..<words).contains),
        zip(hidden, hidden.dropFirst()).allSatisfy({ $0 + 1 == $1 })
      else { return (number, "hides other words than its text has") }
    }
    return nil
  }
}

extension Ledger {
  /// The words of a canary's text, one for each unit.
  package func words(of text: String) -> [String] {
    header.writing.words(of: text, unit: header.design.unit)
  }
}
