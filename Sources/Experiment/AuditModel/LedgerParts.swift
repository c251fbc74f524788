import Files
import Integrity

/// The places of a ledger's records in its bytes.
///
/// Keys that occur twice are errors everywhere but in the canaries and the recombined controls, which
/// `LedgerCanaries` checks on all cores.
struct LedgerParts {
  var version = 0
  var root: Digest
  var header: Range<Int>
  var canaries: [Range<Int>] = []
  var recombined: [Range<Int>] = []
  var checkUtterances: [Range<Int>] = []
  var positions: [Int] = []
  /// The array of the positions; empty without one.
  var positionsPlace = 0..<0

  init(_ scanner: inout JSONScanner) throws(JSONError) {
    var format: String?
    var version: Int?
    var root: Digest?
    var header: Range<Int>?
    var canaries: [Range<Int>] = []
    var recombined: [Range<Int>] = []
    var checkUtterances: [Range<Int>] = []
    var positions: [Int] = []
    var positionsPlace = 0..<0
    var keys = UniqueKeys()
    try scanner.object { (key, scanner) throws(JSONError) in
      try keys.insert(key, scanner)
      switch scanner.text(key) {
      case "format": format = try scanner.decodedString()
      case "version": version = try Self.version(&scanner)
      case "root": root = Digest(hex: try scanner.decodedString())
      case "header": header = try scanner.rawValueWithUniqueKeys()
      case "canaries":
        try scanner.array { scanner throws(JSONError) in
          canaries.append(try scanner.rawValue())
        }
      case "recombined_controls":
        try scanner.array { scanner throws(JSONError) in
          recombined.append(try scanner.rawValue())
        }
      case "check_utterances", "anchors":
        try scanner.array { scanner throws(JSONError) in
          checkUtterances.append(try scanner.rawValueWithUniqueKeys())
        }
      case "positions":
        let start = try scanner.valueStart()
        try scanner.array { scanner throws(JSONError) in positions.append(try scanner.integer()) }
        positionsPlace = start..<scanner.position
      case let name: throw scanner.error("unknown key '\(name)'", field: name)
      }
    }
    try scanner.end()
    guard format == LedgerFile.formatName, let version, let header, let root else {
      throw JSONError(message: "this is not a ledger", offset: 0)
    }
    (self.version, self.root, self.header) = (version, root, header)
    (self.canaries, self.recombined) = (canaries, recombined)
    (self.checkUtterances, self.positions) = (checkUtterances, positions)
    self.positionsPlace = positionsPlace
  }

  private static func version(_ scanner: inout JSONScanner) throws(JSONError) -> Int {
    let version = try scanner.integer()
    guard Ledger.readableVersions.contains(version) else {
      throw scanner.error(
        "the ledger has format version \(version); this version of asr-audit reads versions 1 to "
          + "\(Ledger.formatVersion); install the version that wrote the ledger",
        field: "version")
    }
    return version
  }
}
