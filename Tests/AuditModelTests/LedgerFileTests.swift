import AuditModel
import Files
import Foundation
import Integrity
import Randomness
import TestSupport
import Testing

@Suite struct LedgerFileTests {
  private let directory: TemporaryDirectory
  private var path: String { directory("ledger.json") }

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a ledger is read back as it was written`() throws {
    let ledger = Ledgers.sample()
    let root = try LedgerFile.write(ledger, to: path)
    let read = try LedgerFile.read(path)
    #expect(read.root == root)
    #expect(read.ledger.header == ledger.header)
    #expect(read.ledger.canaries == ledger.canaries)
    #expect(read.ledger.checkUtterances == ledger.checkUtterances)
    #expect(read.ledger.positions == ledger.positions)
    #expect(read.ledger.seed == Ledgers.seed)
  }

  @Test func `a ledger without records is valid`() throws {
    var ledger = Ledgers.sample()
    (ledger.canaries, ledger.checkUtterances, ledger.positions) = ([], [], [])
    _ = try LedgerFile.write(ledger, to: path)
    #expect(try LedgerFile.read(path).ledger.canaries == [])
  }

  @Test func `only the owner may read a ledger`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `an existing ledger is never overwritten`() throws {
    try directory.write("ledger.json", "mine")
    #expect(throws: Problem.self) { try LedgerFile.write(Ledgers.sample(), to: path) }
    #expect(try directory.read("ledger.json") == Array("mine".utf8))
  }

  @Test func `the root depends on the seed`() throws {
    let roots = try [1, 2].map { (number: UInt64) in
      try LedgerFile.write(
        Ledgers.sample(seed: Seed(short: number)), to: directory("\(number)"))
    }
    #expect(roots[0] != roots[1])
  }

  // MARK: - Tampering

  private func expectRefusal(
    _ bytes: [UInt8], _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try directory.write("changed.json", bytes)
    let problem = #expect(throws: Problem.self, comment, sourceLocation: sourceLocation) {
      try LedgerFile.read(directory("changed.json"))
    }
    #expect(problem?.kind == .badData, sourceLocation: sourceLocation)
  }

  @Test func `a change of any byte of a record is detected`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let bytes = try directory.read("ledger.json")
    // Line feeds between records belong to no record; every other byte from the header on does.
    let start = try #require(bytes.firstIndex(of: 0x0A)) + 1
    let end = try #require(bytes.firstRange(of: Array("\"positions\"".utf8))).lowerBound
    var random = Seed(short: 1).stream("flips")
    for _ in 0..<500 {
      let place = start + random.below(end - start)
      guard bytes[place] != 0x0A else { continue }
      var changed = bytes
      changed[place] ^= UInt8(1 + random.below(255))
      try expectRefusal(changed, "byte \(place)")
    }
  }

  @Test func `a change of a position or of the version is detected`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let text = String(decoding: try directory.read("ledger.json"), as: UTF8.self)
    for (old, new) in [
      ("\"positions\": [1, 5, 9]", "\"positions\": [1, 5, 8]"),
      ("\"positions\": [1, 5, 9]", "\"positions\": [1, 5]"),
      (",\n\"positions\": [1, 5, 9]", ""),
      ("\"version\": 2", "\"version\": 1"),
    ] {
      #expect(text.contains(old))
      try expectRefusal(Array(text.replacing(old, with: new).utf8), "\(new)")
    }
  }

  @Test func `unknown keys and keys that occur twice are refused`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let text = String(decoding: try directory.read("ledger.json"), as: UTF8.self)
    let header = try #require(text.range(of: "\"header\": "))
    let forged = text[header.lowerBound...].prefix { $0 != "\n" }
      .replacing("asr-audit test", with: "forged")
    for (old, new) in [
      ("\"header\": ", "\(forged)\n\"header\": "),
      ("\"positions\": ", "\"positions\": [7], \"positions\": "),
      ("\"positions\": ", "\"note\": 1, \"positions\": "),
      ("\"version\": 2", "\"version\": 2, \"version\": 2"),
    ] {
      try expectRefusal(Array(text.replacing(old, with: new).utf8), "\(new)")
    }
  }

  @Test func `an unknown key inside a record is refused, although the root covers it`() throws {
    var ledger = Ledgers.sample()
    ledger.checkUtterances[0].source = "/corpus/a.wav"
    _ = try LedgerFile.write(ledger, to: path)
    _ = try LedgerFile.read(path)
    let text = String(decoding: try directory.read("ledger.json"), as: UTF8.self)
    for (old, new, field) in [
      ("\"block\":\"coin\"", "\"weight\":2,\"block\":\"coin\"", "canaries.0.weight"),
      ("\"probe\":\"a1\"", "\"weight\":2,\"probe\":\"a1\"", "check_utterances.0.weight"),
      ("\"redraws\":", "\"note\":1,\"redraws\":", "header.note"),
      ("\"coins\":", "\"coin\":1,\"coins\":", "header.design.coin"),
    ] {
      let changed = try #require(text.range(of: old)).lowerBound
      let forged = text[..<changed] + text[changed...].replacing(old, with: new, maxReplacements: 1)
      let roots = try #require(LedgerFile.roots(of: Array(forged.utf8)))
      let sealed = forged.replacing(roots.stated.hex, with: roots.actual.hex)
      try directory.write("sealed.json", String(sealed))
      let problem = #expect(throws: Problem.self) { try LedgerFile.read(directory("sealed.json")) }
      #expect(problem?.message == "unknown key")
      #expect(problem?.field == field)
    }
  }

  @Test func `the roots of a ledger are the stated one and that of its records`() throws {
    let root = try LedgerFile.write(Ledgers.sample(), to: path)
    let bytes = try directory.read("ledger.json")
    let roots = try #require(LedgerFile.roots(of: bytes))
    #expect(roots.stated == root && roots.actual == root)
    let changed = Array(String(decoding: bytes, as: UTF8.self).replacing("slt", with: "rms").utf8)
    let others = try #require(LedgerFile.roots(of: changed))
    #expect(others.stated == root && others.actual != root)
    #expect(LedgerFile.roots(of: Array("{}".utf8)) == nil)
  }

  /// A ledger as earlier versions wrote it: its root covers the records alone.
  @Test func `a ledger without a root over positions is read`() throws {
    var ledger = Ledgers.sample()
    ledger.header.rootCoversPositions = nil
    let root = try LedgerFile.write(ledger, to: path)
    let text = String(decoding: try directory.read("ledger.json"), as: UTF8.self)
    #expect(!text.contains("root_covers_positions"))
    let read = try LedgerFile.read(path)
    #expect(read.root == root)
    #expect(read.ledger.positions == ledger.positions)
    #expect(
      Commitment(ledger: ledger, root: root).leaves + 1
        == Commitment(ledger: Ledgers.sample(), root: root).leaves)
    // The header decides, and the root covers the header.
    let claimed = text.replacing(
      "\"redraws\":3", with: "\"redraws\":3,\"root_covers_positions\":true")
    #expect(claimed != text)
    try expectRefusal(Array(claimed.utf8), "a root that claims to cover the positions")
  }

  @Test func `a commitment with an unknown key or a key twice is refused`() throws {
    let ledger = Ledgers.sample()
    let root = try LedgerFile.write(ledger, to: path)
    let commitment = Commitment(ledger: ledger, root: root)
    try directory.write("commitment.json", commitment.encoded)
    #expect(try Commitment.read(directory("commitment.json")) == commitment)
    let text = String(decoding: commitment.encoded, as: UTF8.self)
    for (old, new) in [
      ("\"leaves\" :", "\"note\" : 1, \"leaves\" :"),
      ("\"coins\" :", "\"coin\" : 1, \"coins\" :"),
      ("\"canaries\" :", "\"canaries\" : 3, \"canaries\" :"),
      ("\"coins\" :", "\"coins\" : 3, \"coins\" :"),
    ] {
      #expect(text.contains(old))
      let path = try directory.write("forged.json", text.replacing(old, with: new))
      let problem = #expect(throws: Problem.self, "\(new)") { try Commitment.read(path) }
      #expect(problem?.kind == .badData)
      #expect(problem?.field != nil)
    }
  }

  @Test func `a truncated ledger is refused at every length`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let bytes = try directory.read("ledger.json")
    for length in stride(from: 0, to: bytes.count - 2, by: 37) {
      try expectRefusal(Array(bytes[..<length]), "\(length) bytes")
    }
  }

  @Test func `records can be neither left out, nor repeated, nor put in another order`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let lines = try directory.read("ledger.json").split(separator: 0x0A).map(Array.init)
    let first = try #require(lines.firstIndex { $0.starts(with: Array("{\"audio\"".utf8)) })
    func joined(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [0x0A] } }
    var swapped = lines
    swapped.swapAt(first, first + 1)
    var without = lines
    without.remove(at: first)
    var repeated = lines
    repeated.insert(lines[first], at: first)
    for (what, changed) in [("swapped", swapped), ("without", without), ("repeated", repeated)] {
      try expectRefusal(joined(changed), "\(what)")
    }
  }

  @Test func `a canary cannot be passed off as a check utterance`() throws {
    var ledger = Ledgers.sample()
    ledger.checkUtterances = []
    _ = try LedgerFile.write(ledger, to: path)
    let text = String(decoding: try directory.read("ledger.json"), as: UTF8.self)
    let cut = try #require(text.range(of: ",\n{\"audio\"", options: .backwards))
    let moved = text.replacingCharacters(in: cut, with: "],\n\"check_utterances\": [\n{\"audio\"")
      .replacing("],\n\"check_utterances\": [],", with: "],")
    try expectRefusal(Array(moved.utf8), "the last canary is a check utterance")
  }

  // MARK: - Foreign content

  @Test(arguments: [
    "", "{}", "[]", "null", "7", "{\"format\": \"asr-audit ledger\"}",
    "{\"format\": \"asr-audit report\", \"version\": 1}", "\u{FEFF}{}",
    "{\"format\": \"asr-audit ledger\", \"version\": 1, \"root\": \"00\", \"header\": {}}",
    "{\"canaries\": [{\"probe\": 1}]}", "{\"canaries\": [{\"speed\": 1e999}]}",
    "{\"positions\": [1e300]}", "{\"canaries\": [{\"block\": -1}]}",
  ])
  func `a file that is not a ledger is refused`(text: String) throws {
    try expectRefusal(Array(text.utf8), "\(text)")
  }

  @Test func `an unknown version is named`() throws {
    let path = try directory.write("future.json", "{\"version\": 3}")
    let problem = #expect(throws: Problem.self) { try LedgerFile.read(path) }
    #expect(problem?.field == "version")
    #expect(problem?.message.contains("version 3") == true)
  }

  @Test func `mutations give an error or a ledger, never a trap`() throws {
    _ = try LedgerFile.write(Ledgers.sample(), to: path)
    let bytes = try directory.read("ledger.json")
    let tokens = ["{", "}", "[", "]", ",", ":", "\"", "1e400", "-1", "null", "\\u12", "\u{0}"]
    var random = Seed(short: 2).stream("mutations")
    for _ in 0..<1_500 {
      var mutant = bytes
      for _ in 0..<(1 + random.below(3)) {
        let start = random.below(mutant.count)
        let end = min(mutant.count, start + random.below(12))
        mutant.replaceSubrange(start..<end, with: Array(random.pick(tokens).utf8))
      }
      try directory.write("mutant.json", mutant)
      _ = try? LedgerFile.read(directory("mutant.json"))
    }
  }
}
