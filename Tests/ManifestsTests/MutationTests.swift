import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// Damaged manifests are read or refused, without a trap.
@Suite struct MutationTests {
  private static let telling =
    Array("\"\\{}[]:,./ \t\r\n|-1eu0".utf8) + [0x00, 0x80, 0xC3, 0xE2, 0xEF, 0xFF]

  private func mutate(_ bytes: inout [UInt8], _ numbers: inout Numbers) {
    for _ in 0..<Int.random(in: 1...2, using: &numbers) {
      guard !bytes.isEmpty else { return }
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      let end = Int.random(in: place...min(place + 40, bytes.count), using: &numbers)
      switch Int.random(in: 0..<7, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes[place] = Self.telling.randomElement(using: &numbers)!
      case 2: bytes.insert(Self.telling.randomElement(using: &numbers)!, at: place)
      case 3: bytes.remove(at: place)
      case 4: bytes.removeSubrange(place..<end)
      case 5: bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
      default: bytes.removeLast(bytes.count - place)
      }
    }
  }

  private struct Tally {
    var accepted = 0
    var refused = 0

    mutating func count(_ body: () throws -> Void) throws {
      do {
        try body()
        accepted += 1
      } catch let problem as Problem {
        #expect(!problem.message.isEmpty && problem.file != nil)
        refused += 1
      }
    }
  }

  /// The files that a value of `--manifest` stands for, with the archives that a list names.
  private func files(of manifest: String) throws -> [String] {
    let names = try NamePattern(manifest).names
    if isDirectory(manifest) {
      let manager = FileManager.default
      let chapters = try manager.subpathsOfDirectory(atPath: manifest).filter {
        $0.hasSuffix(".trans.txt")
      }
      let names = chapters.isEmpty ? try directoryEntries(of: manifest) : chapters.sorted()
      return names.map { "\(manifest)/\($0)" }
    }
    guard names == [manifest], let listed = try? lines(of: manifest), listed[0].contains(".tar")
    else { return names }
    return names + listed.map(\.trimmingWhiteSpace)
  }

  /// Damages one file of `manifest` at a time and restores it.
  private func fuzz(
    _ manifest: String, rounds: Int, _ numbers: inout Numbers, _ body: (Int) throws -> Void
  ) throws {
    let files = try files(of: manifest)
    for round in 0..<rounds {
      let path = files.randomElement(using: &numbers)!
      let original = try readFile(path)
      var damaged = original
      mutate(&damaged, &numbers)
      try removeTree(path)
      try writeFile(path, damaged)
      try body(round)
      try removeTree(path)
      try writeFile(path, original)
    }
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `a damaged manifest is refused, or can be injected into`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    let directory = try TemporaryDirectory()
    guard let path = try sample(format, variant, in: directory) else { return }
    var numbers = Numbers(11)
    var tally = Tally()
    let isThorough = format == .nemo || format == .kaldi
    try fuzz(path, rounds: isThorough ? 250 : 60, &numbers) { round in
      try tally.count {
        _ = try ManifestFormat.recognize(path, keys: format.sampleKeys)
        _ = try format.open(path, keys: format.sampleKeys).surveyed()
        // A directory has a dozen files; checking the invariant for some of them is enough.
        guard format == .nemo || round.isMultiple(of: format == .kaldi ? 10 : 3) else { return }
        let before = try contents(of: path)
        let injectedCorpus = try InjectedCorpus(path, as: format, absolutePaths: round % 4 < 2)
        _ = try injectedCorpus.corpus.audioFiles(limit: 9)
        let removed = try injectedCorpus.remove()
        #expect(removed.found == injectedCorpus.ids && removed.changedFiles == [])
        let restored = try contents(of: injectedCorpus.output("removed"))
        #expect(
          restored
            == (format == .wenetShards ? [injectedCorpus.corpus.manifestName: before[""]!] : before)
        )
      }
    }
    #expect(tally.refused > (isThorough ? 20 : 0), "\(tally)")
    // Almost any damage breaks compressed data.
    #expect(variant == .gzip || tally.accepted > (isThorough ? 10 : 0), "\(tally)")
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `removal from a damaged manifest succeeds or is refused`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    let directory = try TemporaryDirectory()
    guard let path = try sample(format, variant, in: directory) else { return }
    for isAbsolute in [false, true] {
      let injectedCorpus = try InjectedCorpus(path, as: format, absolutePaths: isAbsolute)
      var numbers = Numbers(13)
      var tally = Tally()
      let isThorough = format == .nemo || format == .kaldi
      let rounds = format == .nemo ? 150 : isThorough ? 60 : 30
      try fuzz(injectedCorpus.path, rounds: rounds, &numbers) { round in
        try tally.count { _ = try injectedCorpus.remove(to: "removed-\(round)") }
      }
      #expect(!isThorough || tally.refused > 5, "\(tally)")
      #expect(variant == .gzip || tally.accepted > (isThorough ? 10 : 0), "\(tally)")
    }
  }
}
