import Randomness
import Ranking
import Statistics
import Testing

@Suite struct PlantedErrorsTests {
  private let texts = (0..<300).map { number in
    let words = ["red", "green", "blue", "seven", "apples", "walk"]
    return (0..<(3 + number % 4)).map { words[(number * 7 + $0 * $0 + number / 6 * $0) % 6] }
      .joined(separator: " ")
  }

  @Test func `each error changes an utterance of its own`() throws {
    let planted = try #require(PlantedErrors(in: texts, count: 20, seed: Seed(short: 1))).all
    #expect(Set(planted.map(\.utterance)).count == 50)
    let counts = PlantedError.Kind.allCases.map { kind in planted.count { $0.kind == kind } }
    #expect(counts == [20, 20, 10])
    for error in planted {
      let own = texts[error.utterance]
      #expect(error.text != own)
      switch error.kind {
      case .oneWord:
        let pairs = zip(own.split(separator: " "), error.text.split(separator: " "))
        #expect(pairs.count { $0 != $1 } == 1)
        #expect(own.split(separator: " ").count == error.text.split(separator: " ").count)
      case .swapped, .duplicate:
        #expect(texts.contains(error.text))
        #expect(error.text.count <= own.count + 2)
      }
    }
  }

  @Test func `the draw depends on the seed alone`() {
    let draw = { PlantedErrors(in: texts, count: 10, seed: Seed(short: $0)) }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
  }

  @Test func `a corpus that is too small is refused`() {
    #expect(PlantedErrors(in: Array(texts.prefix(99)), count: 20, seed: Seed(short: 1)) == nil)
    #expect(PlantedErrors(in: Array(texts.prefix(100)), count: 20, seed: Seed(short: 1)) != nil)
    #expect(
      PlantedErrors(in: (0..<90).map { _ in "one" }, count: 1, seed: Seed(short: 1)) == nil)
  }

  @Test func `recall equals counting, and its interval is that of Clopper and Pearson`() throws {
    var stream = Seed(short: 4).stream("order")
    var order = Array(0..<500)
    stream.shuffle(&order)
    let (planted, others) = (Set(0..<30), Set(30..<60))
    let recall = try #require(Recall(.swapped, order, planted: planted, others: others))
    let left = order.filter { !others.contains($0) }
    for point in recall.points {
      let worst = left.prefix(Int((point.share * 470).rounded()))
      #expect(point.found == Proportion(hits: worst.count { $0 < 30 }, trials: 30))
      #expect(point.interval == point.found.clopperPearson(confidence: 0.95))
    }
    var wins = 0
    for error in planted {
      for clean in 60..<500 {
        wins += order.firstIndex(of: error)! < order.firstIndex(of: clean)! ? 1 : 0
      }
    }
    #expect(abs(recall.auc - Double(wins) / (30 * 440)) < 1e-12)
    #expect(Recall(.swapped, order, planted: [], others: []) == nil)
    #expect(Recall(.swapped, [1, 2], planted: [1, 2], others: []) == nil)
  }
}
