import Randomness
import Ranking
import Testing

/// Bins and ranks within them, against counting.
@Suite struct LengthBinsTests {
  private func lengths(_ count: Int, _ seed: UInt64, unknown: Bool = false) -> [(Int?, Int?)] {
    var numbers = SplitMix(key: seed)
    return (0..<count).map { _ in
      let tokens = Int.random(in: 1...9, using: &numbers)
      let isKnown = !unknown || Int.random(in: 0..<5, using: &numbers) > 0
      return (
        isKnown ? tokens : nil,
        isKnown ? 10 * tokens + Int.random(in: 0..<40, using: &numbers) : nil
      )
    }
  }

  /// The bin by the numbers of utterances that come before, in each of both orders.
  private func naiveBins(_ lengths: [(Int?, Int?)], rows: Int, columns: Int) -> [Int] {
    let keys = lengths.enumerated().map { ($1.0 ?? -1, $1.1 ?? -1, $0) }
    let all = lengths.indices
    /// The part of `total` utterances divided into `parts` that has the utterance at `place`.
    func part(_ place: Int, of total: Int, _ parts: Int) -> Int {
      (0..<parts).last { total * $0 / parts <= place }!
    }
    let row = all.map { one in
      part(all.count { keys[$0] < keys[one] }, of: lengths.count, rows)
    }
    return all.map { one in
      let mates = all.filter { row[$0] == row[one] }
      let key = { (each: Int) in (keys[each].1, keys[each].0, each) }
      let place = mates.count { key($0) < key(one) }
      return row[one] * columns + place * columns / mates.count
    }
  }

  @Test(arguments: [1, 2, 49, 50, 99, 100, 333, 1_200], [false, true])
  func `bins equal those by counting`(_ count: Int, unknown: Bool) {
    let lengths = lengths(count, UInt64(count), unknown: unknown)
    let bins = LengthBins(lengths)
    let (rows, columns) =
      switch count {
      case ..<100: (1, 1)
      case ..<200: (1, 2)
      case ..<400: (2, 3)
      default: (4, 5)
      }
    #expect(bins.count == rows * columns)
    #expect(bins.numbers == naiveBins(lengths, rows: rows, columns: columns))
    let sizes = (0..<bins.count).map { bin in bins.numbers.count { $0 == bin } }
    #expect(sizes.max()! - sizes.min()! <= 2, "\(sizes)")
  }

  @Test func `tokens or frames alone form bins too`() {
    let tokens = LengthBins((0..<300).map { ($0 % 7, nil) })
    #expect(tokens.count == 6)
    #expect(tokens.numbers.enumerated().allSatisfy { ($0.offset % 7) * 6 / 7 - $0.element <= 1 })
    let frames = LengthBins((0..<300).map { (nil, $0) })
    #expect(frames.numbers == (0..<300).map { $0 * 6 / 300 })
    #expect(LengthBins((0..<300).map { _ in (nil, nil) }).count == 1)
  }

  @Test func `the stated number of bins is kept as far as it is a product`() {
    let lengths = lengths(100, 1)
    #expect(LengthBins(lengths, wanted: 9).count == 9)
    #expect(LengthBins(lengths, wanted: 7).count == 6)
    #expect(LengthBins(lengths, wanted: 100).count == 100)
    #expect(LengthBins([], wanted: nil).count == 1)
  }

  @Test(arguments: 0..<10) func `excesses equal distances from the median`(_ seed: UInt64) {
    let lengths = lengths(220, seed)
    var numbers = SplitMix(key: seed &+ 100)
    let values = lengths.map { _ in Double.random(in: 0...9, using: &numbers) }
    let bins = LengthBins(lengths)
    let excesses = bins.excesses(values)
    for one in values.indices {
      let mates = values.indices.filter { bins.numbers[$0] == bins.numbers[one] }
        .map { values[$0] }.sorted()
      /// The value at a quarter, a half or three quarters, on the line between two neighbours.
      func quarter(_ number: Int) -> Double {
        let place = Double(mates.count - 1) * Double(number) / 4
        let low = mates[Int(place)]
        return low + (place - place.rounded(.down))
          * (mates[min(Int(place) + 1, mates.count - 1)] - low)
      }
      let expected = (values[one] - quarter(2)) / (quarter(3) - quarter(1))
      #expect(abs(excesses[one] - expected) < 1e-9)
    }
  }

  @Test func `a bin of equal values has no excess, and an outlier in it a finite one`() {
    let bins = LengthBins((0..<9).map { _ in (1, 1) })
    #expect(bins.excesses(Array(repeating: 3, count: 9)) == Array(repeating: 0, count: 9))
    let one = bins.excesses(Array(repeating: 3, count: 8) + [4])
    #expect(one[8] > 1_000 && one[8].isFinite && one[0] == 0)
    #expect(bins.excesses(Array(repeating: 0, count: 9)) == Array(repeating: 0, count: 9))
  }

  @Test(arguments: 0..<10) func `shares equal the counts of lower and equal values`(_ seed: UInt64)
  {
    let lengths = lengths(220, seed)
    var numbers = SplitMix(key: seed &+ 100)
    let values = lengths.map { _ in Double(Int.random(in: 0..<30, using: &numbers)) }
    let bins = LengthBins(lengths)
    let shares = bins.shares(values)
    for one in values.indices {
      let mates = values.indices.filter { bins.numbers[$0] == bins.numbers[one] }
      let lower = mates.count { values[$0] < values[one] }
      let equal = mates.count { values[$0] == values[one] }
      #expect(shares[one] == (Double(lower) + Double(equal) / 2) / Double(mates.count))
    }
  }
}
