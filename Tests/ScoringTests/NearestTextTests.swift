import Randomness
import Scoring
import Testing

@Suite struct NearestTextTests {
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private static let words = ["seven", "red", "apples", "sing", "under", "quiet", "roofs", "zoo"]

  private func texts(_ count: Int, from stream: inout RandomStream) -> [[UInt32]] {
    (0..<count).map { _ in
      scalars((0..<5).map { _ in stream.pick(Self.words) }.joined(separator: " "))
    }
  }

  @Test(arguments: [1, 40, 400])
  func `the distance is the smallest of all distances`(_ repetitions: Int) {
    var stream = Seed(short: UInt64(repetitions)).stream("nearest")
    let texts = texts(30, from: &stream)
    var nearest = NearestText(among: texts)
    for _ in 0..<20 {
      let own = stream.below(texts.count)
      let heard = scalars(
        String(
          repeating: stream.pick(Self.words) + stream.pick([" ", "x", " of "]), count: repetitions))
      let slow = texts.indices.filter { $0 != own }.map { slowLevenshtein(texts[$0], heard) }.min()
      #expect(nearest.distance(from: heard, except: own) == slow)
    }
  }

  @Test func `there is no nearest text among one`() {
    var nearest = NearestText(among: [scalars("seven red apples")])
    #expect(nearest.distance(from: scalars("seven"), except: 0) == nil)
    var none = NearestText(among: [])
    #expect(none.distance(from: scalars("seven"), except: 0) == nil)
  }

  /// Comparing every transcript with every text takes a minute where a decoder repeats itself.
  @Test func `endless repetitions are compared with few texts`() {
    var stream = Seed(short: 3).stream("repetitions")
    let texts = texts(500, from: &stream)
    var nearest = NearestText(among: texts)
    for word in Self.words {
      _ = nearest.distance(from: scalars(String(repeating: word + " ", count: 2_000)), except: 0)
    }
    #expect(nearest.comparisons < 20 * Self.words.count, "\(nearest.comparisons) comparisons")
  }
}
