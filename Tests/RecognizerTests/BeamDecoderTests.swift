import Platform
import Randomness
import Recognizer
import Testing

@Suite struct BeamDecoderTests {
  private func labellings(
    _ rows: [[Float]], _ decoder: BeamDecoder
  ) -> [BeamDecoder.Labelling] {
    decoder.labellings(
      Array(rows.joined()), frames: rows.count, symbols: rows.first?.count ?? 1)
  }

  /// The sums have at most 3⁶ positive terms in double precision, each a product of 6 factors.
  /// Their relative error is below (729 + 6)·2⁻⁵³·2, far below 1e-9.
  @Test(arguments: [(1, 3), (2, 2), (4, 3), (6, 3), (4, 5)])
  func `a wide beam finds the most probable labelling`(frames: Int, symbols: Int) {
    var random = Seed(short: 4).stream("beam")
    let decoder = BeamDecoder(width: 10_000, symbolsPerFrame: 1_000, margin: .infinity)
    for _ in 0..<30 {
      let scores = CTCByHand.scores(frames: frames, symbols: symbols, sharpness: 4, &random)
      let expected = CTCByHand.labellings(scores)
      let found = labellings(scores, decoder)
      #expect(Set(found.map(\.labels)) == Set(expected.keys))
      for labelling in found {
        #expect(
          abs(exp(labelling.logProbability) / expected[labelling.labels, default: 0] - 1) < 1e-9)
      }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.logProbability >= $1.logProbability })
      #expect(found[0].labels == expected.max { $0.value < $1.value }!.key)
    }
  }

  /// Blank has probability 0.6 in each frame, and the path of two blanks has the highest
  /// probability, 0.36. But three paths give the label 1: 1-, -1 and 11, with 0.24 + 0.24 + 0.16 =
  /// 0.64.
  @Test func `the beam search sums the probabilities of paths with the same labels`() {
    let scores = CTCByHand.logs([[0.6, 0.4], [0.6, 0.4]])
    #expect(GreedyDecoder().decode(Array(scores.joined()), frames: 2, symbols: 2) == [])
    let found = labellings(scores, BeamDecoder(width: 4))
    #expect(found.map(\.labels) == [[1], []])
    // The probabilities have single precision, and each path has two factors.
    #expect(abs(exp(found[0].logProbability) - 0.64) < 4 * 0x1p-24)
  }

  @Test func `a beam of width one follows frames with one certain symbol`() {
    var random = Seed(short: 5).stream("sure")
    for _ in 0..<20 {
      let path = (0..<40).map { _ in random.below(5) }
      let rows = path.map { best in
        (0..<5).map { Float(log($0 == best ? 0.999 : 0.000_25)) }
      }
      let greedy = GreedyDecoder().decode(Array(rows.joined()), frames: 40, symbols: 5)
      #expect(BeamDecoder(width: 1).decode(Array(rows.joined()), frames: 40, symbols: 5) == greedy)
    }
  }

  /// The probability that a beam reports is at most the true probability.
  @Test(arguments: [1, 2, 3, 8])
  func `a narrow beam sums over some of the paths`(width: Int) {
    var random = Seed(short: 6).stream("narrow")
    for _ in 0..<30 {
      let scores = CTCByHand.scores(frames: 6, symbols: 3, sharpness: 2, &random)
      let expected = CTCByHand.labellings(scores)
      let found = labellings(scores, BeamDecoder(width: width))
      #expect((1...width).contains(found.count))
      #expect(Set(found.map(\.labels)).count == found.count)
      for labelling in found {
        #expect(
          exp(labelling.logProbability) <= expected[labelling.labels, default: 0] * (1 + 1e-9))
      }
    }
  }

  @Test func `a prefix that leaves the beam and returns is not duplicated`() {
    var random = Seed(short: 8).stream("return")
    for _ in 0..<200 {
      let scores = CTCByHand.scores(frames: 12, symbols: 3, sharpness: 3, &random)
      let found = labellings(scores, BeamDecoder(width: 4))
      #expect(Set(found.map(\.labels)).count == found.count)
    }
  }

  @Test func `improbable symbols do not extend prefixes`() {
    let scores = CTCByHand.logs([[0.1, 0.5, 0.399, 0.001], [0.1, 0.5, 0.399, 0.001]])
    let two = labellings(scores, BeamDecoder(width: 100, symbolsPerFrame: 2))
    let near = labellings(scores, BeamDecoder(width: 100, margin: 3))
    let all = labellings(scores, BeamDecoder(width: 100))
    #expect(!two.contains { $0.labels.contains(3) } && !near.contains { $0.labels.contains(3) })
    #expect(all.contains { $0.labels.contains(3) })
    #expect(two == near)
  }

  @Test func `no frames and scores that are not finite give no labels`() {
    #expect(labellings([], BeamDecoder(width: 3)).map(\.labels) == [[]])
    let bad: [[Float]] = [[.nan, .infinity, -.infinity], [.nan, .nan, .nan]]
    #expect(labellings(bad, BeamDecoder(width: 3)).map(\.labels) == [[]])
    let mixed: [[Float]] = [[-1, .nan, -0.5], [-1, .infinity, -3]]
    #expect(labellings(mixed, BeamDecoder(width: 3))[0].labels == [2])
  }

  @Test func `ties are resolved deterministically`() {
    let rows = [[Float]](repeating: [-1.1, -1.1, -1.1], count: 20)
    let first = labellings(rows, BeamDecoder(width: 5))
    for _ in 0..<5 { #expect(labellings(rows, BeamDecoder(width: 5)) == first) }
  }
}
