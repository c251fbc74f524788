import Files
import Integrity
import Randomness

/// `ledger.json`, one canary a line.
///
///     {"format": "asr-audit ledger", "version": 2, "root": "<64 hex digits>",
///     "header": {…},
///     "canaries": [
///     {"probe": "…", "train": ["…"], "text": "…", "voice": "slt", "speed": 2, "block": "coin",
///      "role": "trained", "repetitions": 1, "frames": 29403, "gain": 1, "padding": 0,
///      "audio": "<digest>"[, "natural_speed": "…", "natural_speed_audio": "<digest>"]},
///     …],
///     "check_utterances": [
///     {"probe": "…", "text": "…"}, …],
///     "positions": [12, 40, …]}
///
/// `block` is `coin`, `none` (tracers) or a fixed block's number. `root` is the Merkle root over the
/// header, every canary and every check utterance, byte for byte as they stand in the file, each behind a
/// salt that derives from the seed and a byte for its kind; a ledger with one byte of a record
/// changed does not match it.
package enum LedgerFile {
  private static let formatName = "asr-audit ledger"

  // MARK: - Writing

  /// - Returns: the Merkle root.
  package static func write(_ ledger: Ledger, to path: String) throws(Problem) -> Digest {
    let header = JSONCoding.encoded(ledger.header, pretty: false)
    let canaries = ledger.canaries.map(line)
    let checkUtterances = ledger.checkUtterances.map(line)
    let leaves = Leaves(seed: ledger.seed)
    let root = MerkleTree.root(
      of: leaves.digests(
        of: [(.header, header[...])] + canaries.map { (.canary, $0[...]) }
          + checkUtterances.map { (.checkUtterance, $0[...]) }))

    let file = try OutputFile(path, mode: 0o600)
    try file.write(
      "{\"format\": \"\(formatName)\", \"version\": \(Ledger.formatVersion), "
        + "\"root\": \"\(root.hex)\",\n")
    try file.write("\"header\": ")
    try file.write(header)
    try file.write(",\n\"canaries\": [")
    try writeLines(canaries, to: file)
    try file.write("],\n\"check_utterances\": [")
    try writeLines(checkUtterances, to: file)
    try file.write("],\n\"positions\": [")
    try file.write(ledger.positions.map(String.init).joined(separator: ", "))
    try file.write("]}\n")
    try file.close()
    return root
  }

  private static func writeLines(_ lines: [[UInt8]], to file: OutputFile) throws(Problem) {
    for (index, line) in lines.enumerated() {
      try file.write(index == 0 ? "\n" : ",\n")
      try file.write(line)
    }
  }

  private static func line(_ canary: Canary) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("probe", canary.probeID)
    writer.key("train")
    writer.beginArray()
    for id in canary.trainingIDs { writer.string(id) }
    writer.endArray()
    writer.field("text", canary.text)
    writer.field("voice", canary.voice)
    writer.field("speed", canary.speed)
    switch canary.block {
    case .coin: writer.field("block", "coin")
    case .none: writer.field("block", "none")
    case .fixed(let number): writer.field("block", number)
    }
    writer.field("role", canary.role.rawValue)
    writer.field("repetitions", canary.repetitions)
    writer.field("frames", canary.frames)
    writer.field("gain", canary.gain)
    writer.field("padding", canary.paddingFrames)
    writer.field("audio", canary.audioDigest.hex)
    if let naturalSpeedProbe = canary.naturalSpeedID, let digest = canary.naturalSpeedDigest {
      writer.field("natural_speed", naturalSpeedProbe)
      writer.field("natural_speed_audio", digest.hex)
    }
    writer.endObject()
    return writer.bytes
  }

  private static func line(_ checkUtterance: CheckUtterance) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("probe", checkUtterance.probeID)
    writer.field("text", checkUtterance.text)
    writer.endObject()
    return writer.bytes
  }

  // MARK: - Reading

  /// Reads a ledger and holds it against its own root.
  package static func read(_ path: String) throws(Problem) -> (ledger: Ledger, root: Digest) {
    let bytes = try readFile(path, limit: 1 << 31)[...]
    guard bytes.isUTF8 else { throw Problem(.badData, "is not UTF-8", file: path) }
    do throws(JSONError) {
      return try JSONScanner.scan(bytes) { scanner throws(JSONError) in
        try read(&scanner, bytes)
      }
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == 0x0A } + 1
      throw Problem(
        .badData, error.message, file: path, line: line, field: error.field,
        hint: "a ledger is what asr-audit inject wrote, unchanged")
    }
  }

  private static func read(
    _ scanner: inout JSONScanner, _ bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> (Ledger, Digest) {
    var isLedger = false
    var root: Digest?
    var version: Int?
    var headerRange: Range<Int>?
    var canaries: [Canary] = []
    var checkUtterances: [CheckUtterance] = []
    var positions: [Int] = []
    var ranges: [(kind: Leaves.Kind, range: Range<Int>)] = []
    try scanner.object { (key, scanner) throws(JSONError) in
      switch scanner.text(key) {
      case "format": isLedger = try scanner.decodedString() == formatName
      case "version":
        let number = try scanner.integer()
        guard Ledger.readableVersions.contains(number) else {
          throw scanner.error(
            "the ledger has format version \(number); this version of asr-audit reads 1 to "
              + "\(Ledger.formatVersion); install the version that wrote the ledger",
            field: "version")
        }
        version = number
      case "root": root = Digest(hex: try scanner.decodedString())
      case "header":
        headerRange = try scanner.rawValue()
      case "canaries":
        try scanner.array { scanner throws(JSONError) in
          let start = try scanner.valueStart()
          canaries.append(try canary(&scanner))
          ranges.append((.canary, start..<scanner.position))
        }
      case "check_utterances", "anchors":
        try scanner.array { scanner throws(JSONError) in
          let start = try scanner.valueStart()
          checkUtterances.append(try checkUtterance(&scanner))
          ranges.append((.checkUtterance, start..<scanner.position))
        }
      case "positions":
        try scanner.array { scanner throws(JSONError) in positions.append(try scanner.integer()) }
      default: try scanner.skip()
      }
    }
    try scanner.end()
    guard isLedger, let version, let headerRange, let root else {
      throw JSONError(message: "this is not a ledger", offset: 0)
    }
    let header = try decodeHeader(bytes[headerRange], version: version)
    guard let seedBytes = [UInt8](hex: header.seed), seedBytes.count == 32 else {
      throw JSONError(message: "expected 64 hexadecimal digits", offset: 0, field: "seed")
    }
    let leaves = Leaves(seed: Seed(bytes: seedBytes))
    let actual = MerkleTree.root(
      of: leaves.digests(
        of: ([(.header, headerRange)] + ranges).map { ($0.kind, bytes[$0.range]) }))
    guard actual == root else {
      throw JSONError(
        message: "the ledger was changed after it was written: its content does not match its root",
        offset: 0, field: "root")
    }
    let ledger = Ledger(
      header: header, canaries: canaries, checkUtterances: checkUtterances,
      positions: positions)
    if let contradiction = ledger.contradiction {
      throw JSONError(
        message: contradiction.message, offset: 0, field: contradiction.field)
    }
    return (ledger, root)
  }

  private static func decodeHeader(
    _ bytes: ArraySlice<UInt8>, version: Int
  ) throws(JSONError) -> Ledger.Header {
    do throws(Problem) {
      return try JSONCoding.decoded(
        Ledger.Header.self, from: bytes, renamedKeys: VersionOneKeys.ledger(version: version))
    } catch {
      throw JSONError(
        message: error.message, offset: bytes.startIndex,
        field: "header." + (error.field ?? ""))
    }
  }

  private static func canary(_ scanner: inout JSONScanner) throws(JSONError) -> Canary {
    var canary = Canary(
      probeID: "", trainingIDs: [], text: "", voice: "", speed: 0, block: .none, role: .control,
      repetitions: 0, frames: 0, gain: 1, paddingFrames: 0, audioDigest: emptyDigest)
    var hasRole = false
    var hasAudio = false
    try scanner.object { (key, scanner) throws(JSONError) in
      if scanner.token(key, is: "probe") {
        canary.probeID = try scanner.decodedString()
      } else if scanner.token(key, is: "train") {
        try scanner.array { scanner throws(JSONError) in
          canary.trainingIDs.append(try scanner.decodedString())
        }
      } else if scanner.token(key, is: "text") {
        canary.text = try scanner.decodedString()
      } else if scanner.token(key, is: "voice") {
        canary.voice = try scanner.decodedString()
      } else if scanner.token(key, is: "speed") {
        canary.speed = try scanner.number()
      } else if scanner.token(key, is: "block") {
        canary.block = try block(&scanner)
      } else if scanner.token(key, is: "role") {
        let name = try scanner.decodedString()
        guard let role = Canary.Role(rawValue: name) else {
          throw scanner.error("unknown role '\(name)'", field: "role")
        }
        canary.role = role
        hasRole = true
      } else if scanner.token(key, is: "repetitions") {
        canary.repetitions = try scanner.integer()
      } else if scanner.token(key, is: "frames") {
        canary.frames = try scanner.integer()
      } else if scanner.token(key, is: "gain") {
        canary.gain = try scanner.number()
      } else if scanner.token(key, is: "padding") {
        canary.paddingFrames = try scanner.integer()
      } else if scanner.token(key, is: "audio") {
        canary.audioDigest = try digest(&scanner)
        hasAudio = true
      } else if scanner.token(key, is: "natural_speed") || scanner.token(key, is: "twin") {
        canary.naturalSpeedID = try scanner.decodedString()
      } else if scanner.token(key, is: "natural_speed_audio")
        || scanner.token(key, is: "twin_audio")
      {
        canary.naturalSpeedDigest = try digest(&scanner)
      } else {
        try scanner.skip()
      }
    }
    guard !canary.probeID.isEmpty, !canary.text.isEmpty, hasRole, hasAudio, canary.speed > 0,
      canary.repetitions == canary.trainingIDs.count
    else { throw scanner.error("a canary is not complete", field: "canaries") }
    return canary
  }

  private static let emptyDigest = Digest(of: [])

  private static func block(_ scanner: inout JSONScanner) throws(JSONError) -> Canary.Block {
    if try scanner.kind() == .number {
      let number = try scanner.integer()
      guard number >= 0 else { throw scanner.error("a block's number is not negative") }
      return .fixed(number)
    }
    let name = try scanner.decodedString()
    switch name {
    case "coin": return .coin
    case "none": return .none
    default: throw scanner.error("unknown block '\(name)'", field: "block")
    }
  }

  private static func digest(_ scanner: inout JSONScanner) throws(JSONError) -> Digest {
    guard let digest = Digest(hex: try scanner.decodedString()) else {
      throw scanner.error("expected 64 hexadecimal digits")
    }
    return digest
  }

  private static func checkUtterance(_ scanner: inout JSONScanner) throws(JSONError)
    -> CheckUtterance
  {
    var checkUtterance = CheckUtterance(probeID: "", text: "")
    try scanner.object { (key, scanner) throws(JSONError) in
      if scanner.token(key, is: "probe") {
        checkUtterance.probeID = try scanner.decodedString()
      } else if scanner.token(key, is: "text") {
        checkUtterance.text = try scanner.decodedString()
      } else {
        try scanner.skip()
      }
    }
    guard !checkUtterance.probeID.isEmpty else {
      throw scanner.error("a check utterance has no id")
    }
    return checkUtterance
  }
}

/// Leaves of the commitment: each a record behind a salt of its own, so that one can be shown
/// without making the others guessable.
private struct Leaves {
  private let secret: [UInt8]

  /// What a record is: one cannot pass for another.
  enum Kind: UInt8 { case header, canary, checkUtterance }

  init(seed: Seed) { secret = seed.key("commitment") }

  func digests(of records: [(kind: Kind, bytes: ArraySlice<UInt8>)]) -> [Digest] {
    records.enumerated().map { index, record in
      let number = (0..<8).map { UInt8(truncatingIfNeeded: index >> (8 * $0)) }
      let salt = Digest(of: secret + number)
      let hasher = Digest.Hasher()
      hasher.update([record.kind.rawValue])
      hasher.update(salt.bytes)
      hasher.update(record.bytes)
      return hasher.finish()
    }
  }
}
