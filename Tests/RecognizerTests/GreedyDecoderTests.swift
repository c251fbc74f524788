import Randomness
import Recognizer
import Testing

@Suite struct GreedyDecoderTests {
  private func decode(_ rows: [[Float]]) -> [Int32] {
    GreedyDecoder().decode(
      Array(rows.joined()), frames: rows.count, symbols: rows.first?.count ?? 1)
  }

  /// Decodes rows of three symbols whose best symbols are `path`.
  private func decode(path: [Int]) -> [Int32] {
    decode(path.map { best in (0..<3).map { $0 == best ? -0.1 : -3 } })
  }

  @Test(
    arguments: [
      ([], []), ([0, 0], []), ([1, 1, 2, 2], [1, 2]), ([1, 0, 1], [1, 1]),
      ([0, 1, 1, 0, 0, 2], [1, 2]),
      ([2, 1, 2], [2, 1, 2]),
    ] as [([Int], [Int32])])
  func `repetitions are merged and blanks are removed`(path: [Int], labels: [Int32]) {
    #expect(decode(path: path) == labels)
  }

  @Test func `of equally probable symbols the lowest is chosen`() {
    #expect(decode([[-1, -1, -1]]) == [])
    #expect(decode([[-2, -1, -1]]) == [1])
  }

  @Test func `NaN is never chosen`() {
    #expect(decode([[.nan, -5, .nan]]) == [1])
    #expect(decode([[.nan, .nan, .nan], [-.infinity, -.infinity, -.infinity]]) == [])
  }

  @Test func `the result is the collapsed best path`() {
    var random = Seed(short: 3).stream("greedy")
    for _ in 0..<50 {
      let scores = CTCByHand.scores(frames: 30, symbols: 4, sharpness: 3, &random)
      let path = scores.map { row in Int32(row.firstIndex(of: row.max()!)!) }
      #expect(decode(scores) == CTCByHand.collapsed(path))
    }
  }
}
