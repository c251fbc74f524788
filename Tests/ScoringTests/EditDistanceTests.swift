import Randomness
import Scoring
import Testing

@Suite struct EditDistanceTests {
  /// Sizes around one and two words of 64 bits.
  static let sizes = [0, 1, 2, 63, 64, 65, 127, 128, 129, 200]

  /// The symbols of a sequence. Each alphabet uses another part of the symbol table.
  enum Alphabet: CaseIterable {
    case two, latin, acrossTableEnd, manyWide, astral, extremes

    var symbols: [UInt32] {
      switch self {
      case .two: [0x61, 0x62]
      case .latin: Array(0x61...0x7A)
      case .acrossTableEnd: Array(250...262)
      case .manyWide: Array(0x4E00..<0x5E00)
      case .astral: Array(0x1F600...0x1F640) + [0x20, 0x10FFFF]
      case .extremes: [0, 1, 255, 256, .max - 1, .max]
      }
    }

    func sequence(count: Int, from stream: inout RandomStream) -> [UInt32] {
      (0..<count).map { _ in stream.pick(symbols) }
    }
  }

  @Test(arguments: Alphabet.allCases)
  func `agrees with the reference at sizes around word boundaries`(alphabet: Alphabet) {
    var stream = Seed(short: 1).stream("unrelated \(alphabet)")
    var distance = EditDistance()
    for m in Self.sizes {
      for n in Self.sizes {
        let a = alphabet.sequence(count: m, from: &stream)
        let b = alphabet.sequence(count: n, from: &stream)
        #expect(distance.distance(a, b) == slowLevenshtein(a, b), "\(m) by \(n)")
      }
    }
  }

  @Test(arguments: Alphabet.allCases)
  func `agrees with the reference for sequences a few edits apart`(alphabet: Alphabet) {
    var stream = Seed(short: 2).stream("related \(alphabet)")
    var distance = EditDistance()
    for round in 0..<200 {
      let a = alphabet.sequence(count: stream.below(220), from: &stream)
      var b = a
      for _ in 0..<stream.below(12) {
        let place = stream.below(b.count + 1)
        if stream.coin() {
          b.insert(stream.pick(alphabet.symbols), at: place)
        } else if place < b.count {
          if stream.coin() { b.remove(at: place) } else { b[place] = stream.pick(alphabet.symbols) }
        }
      }
      #expect(distance.distance(a, b) == slowLevenshtein(a, b), "round \(round)")
    }
  }

  @Test func `the distance to itself is 0 and to the empty sequence its length`() {
    var stream = Seed(short: 3).stream("itself")
    var distance = EditDistance()
    for count in Self.sizes + [10_000] {
      let a = Alphabet.latin.sequence(count: count, from: &stream)
      #expect(distance.distance(a, a) == 0)
      #expect(distance.distance(a, []) == count)
      #expect(distance.distance([], a) == count)
    }
  }

  @Test func `distance is symmetric and obeys the triangle inequality`() {
    var stream = Seed(short: 4).stream("metric")
    var distance = EditDistance()
    for _ in 0..<300 {
      let (a, b, c) = (
        Alphabet.two.sequence(count: stream.below(150), from: &stream),
        Alphabet.two.sequence(count: stream.below(150), from: &stream),
        Alphabet.two.sequence(count: stream.below(150), from: &stream)
      )
      #expect(distance.distance(a, b) == distance.distance(b, a))
      #expect(
        distance.distance(a, c) <= distance.distance(a, b) + distance.distance(b, c))
    }
  }

  @Test(arguments: [0, 1, 64, 65, 10_000])
  func `inserting k symbols of another alphabet gives distance k`(length: Int) {
    var stream = Seed(short: 5).stream("insertions")
    var distance = EditDistance()
    for k in [1, 2, 63, 64, 65, 500] {
      let a = Alphabet.latin.sequence(count: length, from: &stream)
      var b = a
      for _ in 0..<k { b.insert(0x4E00, at: stream.below(b.count + 1)) }
      #expect(distance.distance(a, b) == k)
    }
  }

  @Test func `ten thousand symbols without a common one are all substituted`() {
    var distance = EditDistance()
    let a = (0..<10_000).map { UInt32($0) }
    let b = (0..<10_000).map { UInt32(0x10000 + $0) }
    #expect(distance.distance(a, b) == 10_000)
    // Both ends differ and the middle is shifted by one symbol, so nothing is removed beforehand.
    #expect(distance.distance(a + [77_777], [88_888] + a) == 2)
  }

  @Test func `characters are Unicode scalars`() {
    var distance = EditDistance()
    func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
    #expect(distance.distance(scalars("kitten"), scalars("sitting")) == 3)
    #expect(distance.distance(scalars("caf\u{E9}"), scalars("cafe\u{301}")) == 2)
    #expect(distance.distance(scalars("🇫🇷"), scalars("🇫🇮")) == 1)
  }
}
