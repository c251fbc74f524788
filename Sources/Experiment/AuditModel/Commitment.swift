import Files
import Integrity

/// The publishable record of a ledger: it binds the auditor to the ledger without revealing it.
package struct Commitment: Codable, Hashable, Sendable {
  package var format = Commitment.formatName
  package var version = Ledger.formatVersion
  package var tool: String
  /// The Merkle root of the ledger.
  package var root: Digest
  package var leaves: Int
  /// The numbers of canaries and check utterances in the probe set.
  package var canaries: Int
  package var checkUtterances: Int
  /// The number of recombined controls in the probe set; nil without them.
  package var recombinedControls: Int?
  package var design: Design
  package var primaryAnalysis: PrimaryAnalysis
  package var gate: [GateLimit]

  static let formatName = "asr-audit commitment"

  /// The commitment to a ledger with this root. A commitment that differs in any field belongs to
  /// another ledger.
  package init(ledger: Ledger, root: Digest) {
    tool = ledger.header.tool
    self.root = root
    leaves =
      1 + ledger.probes.count + ledger.checkUtterances.count
      + (ledger.header.rootCoversPositions == true ? 1 : 0)
    canaries = ledger.canaries.count
    checkUtterances = ledger.checkUtterances.count
    let recombined = ledger.recombinedControls.count
    recombinedControls = recombined > 0 ? recombined : nil
    design = ledger.header.design
    primaryAnalysis = ledger.header.primaryAnalysis
    gate = ledger.header.gate
  }

  package var encoded: [UInt8] { JSONCoding.encoded(self, pretty: true) + [0x0A] }

  package static func read(_ path: String) throws(Problem) -> Commitment {
    let bytes = try readFile(path)
    try requireUniqueKeys(bytes, path)
    let version = (try? JSONCoding.decoded(Version.self, from: bytes))?.version
    guard
      var commitment = try? JSONCoding.decoded(
        Commitment.self, from: bytes,
        renamedKeys: VersionOneKeys.ledger(version: version ?? Ledger.formatVersion)),
      commitment.format == formatName
    else {
      throw Problem(
        .badData, "is not a commitment", file: path,
        hint: "asr-audit inject writes commitment.json next to the ledger")
    }
    guard Ledger.readableVersions.contains(commitment.version) else {
      throw Problem(
        .badData,
        "the commitment has format version \(commitment.version); this version of asr-audit reads "
          + "versions 1 to \(Ledger.formatVersion)", file: path, field: "version",
        hint: "install the version of asr-audit that wrote it")
    }
    if version == Ledger.formatVersion,
      let key = JSONCoding.unknownKey(in: bytes, knownFrom: commitment.encoded)
    {
      throw Problem(
        .badData, "unknown key", file: path, field: key,
        hint: "use the unchanged file that asr-audit inject wrote")
    }
    // The keys were translated, so the value is one of the current version.
    commitment.version = Ledger.formatVersion
    return commitment
  }

  /// - Throws: only for a key that occurs twice. The decoder reports other faults.
  private static func requireUniqueKeys(_ bytes: [UInt8], _ path: String) throws(Problem) {
    do throws(JSONError) {
      try JSONScanner.scan(bytes[...]) { scanner throws(JSONError) in
        _ = try scanner.rawValueWithUniqueKeys()
      }
    } catch  where error.field != nil {
      throw Problem(.badData, error.message, file: path, field: error.field)
    } catch {}
  }

  private struct Version: Decodable { let version: Int }
}
