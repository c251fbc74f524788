import Files
import Randomness
import TestSupport
import Testing
import Transcripts

/// Damaged files are read, or refused with a line. Nothing traps, and messages have no control
/// characters.
@Suite struct MutationTests {
  private static let telling =
    Array("\"\\{}[]:,\t\r\n \0\u{1B}1e-.nu".utf8) + [0xEF, 0xE2, 0x80, 0xFF]

  private func mutate(_ original: [UInt8], _ numbers: inout SplitMix) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<bytes.count, using: &numbers)
      switch Int.random(in: 0..<6, using: &numbers) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
      case 1: bytes[place] = Self.telling.randomElement(using: &numbers)!
      case 2: bytes.insert(Self.telling.randomElement(using: &numbers)!, at: place)
      case 3: bytes.remove(at: place)
      case 4: bytes.removeSubrange(place...)
      default:
        let end = Int.random(in: place...bytes.count, using: &numbers)
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
      }
    }
    return bytes
  }

  @Test(arguments: TranscriptFormat.allCases)
  func `damaged files are read, or refused with a line`(_ format: TranscriptFormat) throws {
    var numbers = SplitMix(key: 20_260)
    let plain = Array(sample(format).utf8)
    let file = try TemporaryFile(plain, named: "hyp")
    var read = 0
    var refused = 0
    for round in 0..<3000 {
      let isCompressed = round % 4 == 0
      let bytes = mutate(isCompressed ? gzipped(plain) : plain, &numbers)
      try removeTree(file.path)
      try writeFile(file.path, bytes)
      do throws(Problem) {
        let reader = try TranscriptReader(
          path: file.path, format: round % 2 == 0 ? format : nil,
          textColumn: round % 5 == 0 && [.jsonl, .csv, .tsv].contains(format) ? "hypothesis" : nil,
          matchesByOrder: round % 7 == 0 || format.needsOrder, alternatives: round % 3 == 0)
        #expect(reader.decision.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{7F}" })
        var last = 0
        try reader.forEach({ hypothesis throws(Problem) in
          // Several objects of a JSON text can be on one line.
          #expect(hypothesis.line > last || (reader.format == .json && hypothesis.line == last))
          #expect(hypothesis.id != "" && hypothesis.audio != "")
          last = hypothesis.line
        })
        read += 1
      } catch {
        #expect(error.file == file.path)
        let text = error.description.replacing("\n  hint: ", with: "")
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{7F}" })
        #expect(!error.message.isEmpty)
        refused += 1
      }
    }
    // Both outcomes are frequent enough for the test to be meaningful.
    #expect(read > 100 && refused > 50)
  }
}
