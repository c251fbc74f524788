import Files
import Integrity
import Randomness

/// `ledger.json`, with one record per line.
///
///     {"format": "asr-audit ledger", "version": 2, "root": "<64 hex digits>",
///     "header": {…},
///     "canaries": [
///     {"audio":"<digest>","block":"coin","frames":29403,"gain":1,"padding":0,"probe":"…",
///      "repetitions":1,"role":"trained","speed":2,"text":"…","train":["…"],"voice":"slt"
///      [,"natural_speed":"…","natural_speed_audio":"<digest>"]},
///     …],
///     ["recombined_controls": [
///     {…,"recombines":"<probe id of a canary>","role":"recombined",…}, …],]
///     "check_utterances": [
///     {"audio":"<digest>","probe":"…","source":"/corpus/a.wav","text":"…"}, …],
///     "positions": [12, 40, …]}
///
/// `block` is `coin`, `none` (tracers) or the number of a fixed block; a recombined control has that
/// of its canary. `root` is the Merkle root of
/// the records' bytes, the version and the positions (`LedgerLeaves`), so there is no canonical form: a
/// ledger with one changed byte in them does not match its root. No other bytes are read: unknown keys
/// and keys that occur twice are errors. The root of ledgers of earlier versions, whose header has no
/// `root_covers_positions`, covers the records alone.
package enum LedgerFile {
  static let formatName = "asr-audit ledger"

  // MARK: - Writing

  /// Writes a ledger that only its owner may read.
  /// - Returns: the Merkle root.
  package static func write(_ ledger: Ledger, to path: String) throws(Problem) -> Digest {
    let header = JSONCoding.encoded(ledger.header, pretty: false)
    let canaries = ledger.canaries.map { JSONCoding.encoded($0, pretty: false) }
    let recombined = ledger.recombinedControls.map { JSONCoding.encoded($0, pretty: false) }
    let checkUtterances = ledger.checkUtterances.map { JSONCoding.encoded($0, pretty: false) }
    let positions = Array("[\(ledger.positions.map(String.init).joined(separator: ", "))]".utf8)
    var leaves: [(kind: LedgerLeaves.Kind, bytes: ArraySlice<UInt8>)] =
      [(.header, header[...])] + canaries.map { (.canary, $0[...]) }
      + recombined.map { (.recombinedControl, $0[...]) }
      + checkUtterances.map { (.checkUtterance, $0[...]) }
    if ledger.header.rootCoversPositions == true {
      let last = LedgerLeaves.positionsLeaf(version: Ledger.formatVersion, positions)
      leaves.append((.positions, last[...]))
    }
    let root = LedgerLeaves(seed: ledger.seed).root(leaves)

    let file = try OutputFile(path, mode: 0o600)
    try file.write(
      "{\"format\": \"\(formatName)\", \"version\": \(Ledger.formatVersion), "
        + "\"root\": \"\(root.hex)\",\n")
    try file.write("\"header\": ")
    try file.write(header)
    try file.write(",\n\"canaries\": [")
    try writeLines(canaries, to: file)
    if !recombined.isEmpty {
      try file.write("],\n\"recombined_controls\": [")
      try writeLines(recombined, to: file)
    }
    try file.write("],\n\"check_utterances\": [")
    try writeLines(checkUtterances, to: file)
    try file.write("],\n\"positions\": ")
    try file.write(positions)
    try file.write("}\n")
    try file.close()
    return root
  }

  private static func writeLines(_ lines: [[UInt8]], to file: OutputFile) throws(Problem) {
    for (index, line) in lines.enumerated() {
      try file.write(index == 0 ? "\n" : ",\n")
      try file.write(line)
    }
  }

  // MARK: - Reading

  /// Reads a ledger and checks it against its root.
  package static func read(_ path: String) throws(Problem) -> (ledger: Ledger, root: Digest) {
    guard !isDirectory(path) else {
      throw Problem(
        .missingInput, "is a directory, not a ledger", file: path,
        hint: "pass the file in it: \(path)/ledger.json")
    }
    let bytes = try readFile(path, limit: 1 << 31)[...]
    guard bytes.isUTF8 else { throw Problem(.badData, "is not UTF-8", file: path) }
    do throws(JSONError) {
      let parts = try JSONScanner.scan(bytes) { scanner throws(JSONError) in
        try LedgerParts(&scanner)
      }
      return try ledger(parts, bytes)
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == 0x0A } + 1
      throw Problem(
        .badData, error.message, file: path, line: line, field: error.field,
        hint: "use the unchanged file that asr-audit inject wrote")
    }
  }

  /// The root that a ledger states and the root of its records; nil for bytes that are not a ledger.
  /// Who checks a reader with changed ledgers needs the latter, because `read` refuses the others.
  package static func roots(of bytes: [UInt8]) -> (stated: Digest, actual: Digest)? {
    let bytes = bytes[...]
    return try? JSONScanner.scan(bytes) { scanner throws(JSONError) in
      let parts = try LedgerParts(&scanner)
      for records in [parts.canaries, parts.recombined] {
        _ = try LedgerCanaries(records, in: bytes, version: parts.version)
      }
      guard let header = try? JSONCoding.decoded(Ledger.Header.self, from: bytes[parts.header])
      else { throw scanner.error("expected a header") }
      return (parts.root, try root(of: parts, header, bytes))
    }
  }

  private static func root(
    of parts: LedgerParts, _ header: Ledger.Header, _ bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> Digest {
    guard let seed = [UInt8](hex: header.seed), seed.count == 32 else {
      throw JSONError(
        message: "expected 64 hexadecimal digits", offset: parts.header.lowerBound,
        field: "header.seed")
    }
    var records: [(kind: LedgerLeaves.Kind, bytes: ArraySlice<UInt8>)] =
      [(.header, bytes[parts.header])] + parts.canaries.map { (.canary, bytes[$0]) }
      + parts.recombined.map { (.recombinedControl, bytes[$0]) }
      + parts.checkUtterances.map { (.checkUtterance, bytes[$0]) }
    if header.rootCoversPositions == true {
      let last = LedgerLeaves.positionsLeaf(version: parts.version, bytes[parts.positionsPlace])
      records.append((.positions, last[...]))
    }
    return LedgerLeaves(seed: Seed(bytes: seed)).root(records)
  }

  private static func ledger(
    _ parts: LedgerParts, _ bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> (Ledger, Digest) {
    func decoded<Record: Decodable>(
      _ type: Record.Type, _ range: Range<Int>, _ name: String
    ) throws(JSONError) -> Record {
      do throws(Problem) {
        return try JSONCoding.decoded(
          type, from: bytes[range], renamedKeys: VersionOneKeys.ledger(version: parts.version))
      } catch {
        throw JSONError(
          message: error.message, offset: range.lowerBound,
          field: name + (error.field.map { ".\($0)" } ?? ""))
      }
    }
    let canaries = try LedgerCanaries(parts.canaries, in: bytes, version: parts.version)
    let recombined = try LedgerCanaries(parts.recombined, in: bytes, version: parts.version)
    let header = try decoded(Ledger.Header.self, parts.header, "header")
    guard try root(of: parts, header, bytes) == parts.root else {
      throw JSONError(
        message: "the ledger was changed after it was written: its records do not match its root",
        offset: 0, field: "root")
    }
    let checksKeys = parts.version == Ledger.formatVersion
    func record<Record: Decodable>(
      _ type: Record.Type, _ range: Range<Int>, _ name: String, _ keys: Set<String>
    ) throws(JSONError) -> Record {
      let record = try decoded(type, range, name)
      if checksKeys { try LedgerKeys.check(keys, in: bytes, range, name) }
      return record
    }
    if checksKeys { try LedgerKeys.check(header, in: bytes, parts.header) }
    var ledger = Ledger(header: header, canaries: [], checkUtterances: [], positions: [])
    func all(
      _ scanned: [Canary?], _ places: [Range<Int>], _ name: String
    ) throws(JSONError) -> [Canary] {
      var canaries: [Canary] = []
      canaries.reserveCapacity(places.count)
      for (index, range) in places.enumerated() {
        if let canary = scanned[index] {
          canaries.append(canary)
        } else {
          canaries.append(
            try record(Canary.self, range, "\(name).\(index)", LedgerKeys.canary))
        }
      }
      return canaries
    }
    ledger.canaries = try all(canaries.scanned, parts.canaries, "canaries")
    ledger.recombinedControls = try all(
      recombined.scanned, parts.recombined, "recombined_controls")
    for (index, range) in parts.checkUtterances.enumerated() {
      ledger.checkUtterances.append(
        try record(
          CheckUtterance.self, range, "check_utterances.\(index)", LedgerKeys.checkUtterance))
    }
    ledger.positions = parts.positions
    if let contradiction = ledger.contradiction {
      throw JSONError(message: contradiction.message, offset: 0, field: contradiction.field)
    }
    return (ledger, parts.root)
  }
}
