import Files
import Randomness
import TestSupport
import Testing
import Traces

/// The table against a dictionary of its rows, and written tables against read ones.
@Suite struct TraceTableTests {
  /// Rows in a random order, with gaps.
  private func rows(_ seed: UInt64) -> [TraceRow] {
    var numbers = SplitMix(key: seed)
    var rows: [TraceRow] = []
    for utterance in 0..<12 {
      for model in ["target", "ref"] {
        for pass in 0...4 where Int.random(in: 0..<4, using: &numbers) > 0 {
          let loss: Double? =
            Int.random(in: 0..<5, using: &numbers) == 0
            ? nil : Double.random(in: 0...100, using: &numbers)
          var row = TraceRow(
            id: "u\(utterance)", model: model, pass: pass == 0 ? nil : pass, loss: loss)
          row.isInTraining = pass == 2 ? nil : utterance % 2 == 0
          row.tokens = utterance
          row.frames = pass == 3 ? nil : 10 * utterance
          if pass == 0 { row.hypothesis = "heard \(utterance)" }
          if pass == 4 { row.gradientNorm = Double(utterance) / 3 }
          rows.append(row)
        }
      }
    }
    rows.shuffle(using: &numbers)
    return rows
  }

  @Test(arguments: 0..<20) func `look-ups equal a search through all rows`(_ seed: UInt64) throws {
    let rows = rows(seed)
    let table = try TraceTable(rows)
    #expect(table.count == rows.count)
    #expect(Set((0..<table.count).map { table[$0] }) == Set(rows))
    for (utterance, id) in table.ids.enumerated() {
      #expect(table.number(of: id) == utterance)
      let found = table.rows(of: utterance).map { table[$0] }
      #expect(Set(found) == Set(rows.filter { $0.id == id }))
      for model in table.models {
        let passes = found.filter { $0.model == model }.map { $0.pass ?? .max }
        #expect(passes == passes.sorted())
      }
    }
    for model in table.models + ["absent"] {
      let ofModel = rows.filter { $0.model == model }
      #expect(table.passes(of: model) == Set(ofModel.compactMap(\.pass)).sorted())
      for pass in [nil, 1, 2, 3, 4, 5] {
        #expect(
          table.losses(of: model, pass: pass)
            == table.ids.map { id in
              ofModel.first { $0.id == id && $0.pass == pass }.flatMap(\.loss)
            })
      }
    }
    #expect(table.number(of: "absent") == nil)
  }

  @Test(arguments: 0..<10) func `a written table reads as it was`(_ seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    var rows = rows(seed)
    rows[0].hypothesis = "\"ä\\\n\u{1}"
    rows[1].worstToken = "▁"
    rows[1].worstTokenLoss = 0.1
    rows[2].curvature = .infinity
    let path = try directory.write("t", rows.flatMap(\.line))
    let table = try TraceReader.read(path)
    rows[2].curvature = nil
    #expect(Set((0..<table.count).map { table[$0] }) == Set(rows))
  }

  @Test func `damaged tables are read, or refused with the file`() throws {
    let directory = try TemporaryDirectory()
    let plain = Array(rows(1).prefix(4).flatMap(\.line))
    var numbers = SplitMix(key: 7)
    var (read, refused) = (0, 0)
    for _ in 0..<2_000 {
      var bytes = plain
      for _ in 0..<Int.random(in: 1...3, using: &numbers) {
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes[place] = Array("\"\\{}[]:,-1eN\n".utf8).randomElement(using: &numbers)!
        default: bytes.remove(at: place)
        }
      }
      let path = try directory.write("t", bytes)
      do throws(Problem) {
        let table = try TraceReader.read(path)
        #expect((0..<table.count).allSatisfy { table[$0].loss.map { $0 >= 0 } ?? true })
        read += 1
      } catch {
        #expect(error.file == path)
        #expect(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{7F}" })
        refused += 1
      }
    }
    #expect(read > 100 && refused > 50)
  }
}
