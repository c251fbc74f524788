import Files
import Randomness
import TestSupport
import Testing

/// Runs of lines, for copying.
@Suite struct LineRunTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func content(_ random: inout RandomStream, ended: Bool) -> [UInt8] {
    let sparsity = 2 << random.below(18)
    let bytes = (0..<600_000).map { _ in random.below(sparsity) == 0 ? UInt8(10) : UInt8(97) }
    return bytes + (ended ? [10] : [98])
  }

  @Test(arguments: [false, true])
  func `runs and single lines in any order give the whole file`(ended: Bool) throws {
    var random = Seed(short: 1).stream("runs")
    for _ in 0..<12 {
      let bytes = content(&random, ended: ended)
      let reader = try LineReader(directory.write("text", bytes))
      var copy: [UInt8] = []
      var lines = 0
      while true {
        if random.below(3) == 0 {
          guard let line = try reader.next() else { break }
          lines += 1
          #expect(line.number == lines)
          copy += line.bytes + (line.isTerminated ? [10] : [])
        } else {
          let most = 1 + random.below(random.coin() ? 3 : 5_000)
          guard let run = try reader.nextRun(atMost: most) else { break }
          #expect((1...most).contains(run.lines))
          #expect(run.bytes.count { $0 == 10 } == run.lines - (run.bytes.last == 10 ? 0 : 1))
          lines += run.lines
          copy += run.bytes
        }
      }
      #expect(copy == bytes)
      #expect(lines == naiveLines(of: bytes).count)
    }
  }

  @Test(arguments: [false, true])
  func `a tap receives every decompressed byte once and in order`(compressed: Bool) throws {
    var random = Seed(short: 2).stream("tap")
    let bytes = content(&random, ended: false)
    let file = try OutputFile(directory("text"), compressed: compressed)
    try file.write(bytes)
    try file.close()
    var seen: [UInt8] = []
    let reader = try LineReader(directory("text"), tap: { seen += $0 })
    while try reader.next() != nil {}
    #expect(seen == bytes)
  }
}
