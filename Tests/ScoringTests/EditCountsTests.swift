import Randomness
import Scoring
import Testing

@Suite struct EditCountsTests {
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test(arguments: [
    ("", "", 0, 0, 0), ("", "abc", 3, 0, 0), ("abc", "", 0, 3, 0), ("abc", "abd", 0, 0, 1),
    ("abc", "xabc", 1, 0, 0), ("abcd", "abd", 0, 1, 0), ("kitten", "sitting", 1, 0, 2),
    // Two substitutions, or one insertion and one deletion.
    ("ab", "ba", 0, 0, 2),
    // Only one insertion and one deletion have two edits here.
    ("abcde", "bcdex", 1, 1, 0),
  ])
  func `the kinds of errors are counted separately`(
    _ reference: String, _ hypothesis: String, insertions: Int, deletions: Int, substitutions: Int
  ) {
    #expect(
      EditCounts(from: scalars(reference), to: scalars(hypothesis))
        == EditCounts(
          insertions: insertions, deletions: deletions, substitutions: substitutions))
  }

  /// Endless repetitions of a few words, as a recogniser writes them that never stops.
  @Test func `counts of long transcripts agree with the reference implementation`() {
    var stream = Seed(short: 7).stream("repetitions")
    var distance = EditDistance()
    let words = ["the ", "of and ", "a", "seven red apples ", "xyz "]
    for round in 0..<60 {
      let reference = scalars(stream.pick(["seven red apples", "of and the a", "", "b"]))
      let count = 1 + stream.below(80)
      let heard = scalars(String(repeating: stream.pick(words), count: count))
      let counts = EditCounts(
        from: reference, to: heard, distance: distance.distance(reference, heard))
      #expect(counts == editCountsReference(reference, heard), "round \(round)")
      let reversed = EditCounts(
        from: heard, to: reference, distance: distance.distance(reference, heard))
      #expect(reversed == editCountsReference(heard, reference), "round \(round)")
    }
  }

  @Test(arguments: EditDistanceTests.Alphabet.allCases)
  func `counts agree with the reference implementation and with the distance`(
    alphabet: EditDistanceTests.Alphabet
  ) {
    var stream = Seed(short: 6).stream("counts \(alphabet)")
    var distance = EditDistance()
    for round in 0..<300 {
      let a = alphabet.sequence(count: stream.below(40), from: &stream)
      var b = round % 2 == 0 ? a : alphabet.sequence(count: stream.below(40), from: &stream)
      for _ in 0..<stream.below(6) where !b.isEmpty {
        b[stream.below(b.count)] = stream.pick(alphabet.symbols)
        b.remove(at: stream.below(b.count))
        b.insert(stream.pick(alphabet.symbols), at: stream.below(b.count + 1))
      }
      let counts = EditCounts(from: a, to: b)
      #expect(counts == editCountsReference(a, b), "round \(round)")
      #expect(counts.total == distance.distance(a, b))
      #expect(counts.insertions - counts.deletions == b.count - a.count)
      // Exchanging the texts exchanges insertions and deletions.
      let reversed = EditCounts(from: b, to: a)
      #expect(
        reversed
          == EditCounts(
            insertions: counts.deletions, deletions: counts.insertions,
            substitutions: counts.substitutions))
    }
  }

  @Test func `errors of texts are counted in characters and in words`() {
    var counter = ErrorCounter()
    let (characters, words) = counter.errors("the cat sat", "the cats sat down")
    #expect(
      words
        == ErrorRate(
          EditCounts(insertions: 1, deletions: 0, substitutions: 1), referenceLength: 3))
    #expect(
      characters
        == ErrorRate(
          EditCounts(insertions: 6, deletions: 0, substitutions: 0), referenceLength: 11))
    #expect(counter.errors("a", "a").words == ErrorRate(.none, referenceLength: 1))
  }
}
