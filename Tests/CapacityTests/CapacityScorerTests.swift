import Capacity
import Foundation
import Randomness
import Scoring
import Statistics
import Testing

struct CapacityScorerTests {
  private let normalizer = CanaryNormalizer(.basic, .words)

  private var utterances: [CapacityUtterance] {
    (0..<8).map { CapacityUtterance(id: "t\($0)", role: .trained, text: "trained text \($0)") }
      + (0..<10).map { CapacityUtterance(id: "c\($0)", role: .control, text: "control text \($0)") }
      + (0..<4).map { CapacityUtterance(id: "o\($0)", role: .ordinary, text: "good day \($0)") }
  }

  private func scorer(_ baseline: [String: CapacityAnswer]? = nil) -> CapacityScorer {
    CapacityScorer(utterances, normalizer, tolerance: 0.1, baseline: baseline)
  }

  /// Answers that are exact for some ids and one word short for the others.
  private func answers(
    exact: Set<String>, loss: (String) -> Double? = { _ in nil }
  ) -> [String: CapacityAnswer] {
    Dictionary(
      uniqueKeysWithValues: utterances.map { utterance in
        let words = utterance.text.split(separator: " ")
        let text = exact.contains(utterance.id) ? words : words.dropLast()
        return (
          utterance.id,
          CapacityAnswer(
            transcript: text.joined(separator: " ").uppercased(), loss: loss(utterance.id))
        )
      })
  }

  @Test func `the first canaries of the ladder and all controls count`() throws {
    let point = try scorer().point(
      size: 4, answers: answers(exact: ["t0", "t1", "t2", "t5", "c0", "o1"]))
    #expect(point.trained == Proportion(hits: 3, trials: 4))
    #expect(point.controls == Proportion(hits: 1, trials: 10))
    #expect(point.ordinary == Proportion(hits: 1, trials: 4))
    let gap = try #require(point.gap)
    #expect(abs(gap.value - 0.65) < 1e-12)
    let newcombe = Newcombe.difference(of: point.trained, minus: point.controls, confidence: 0.95)
    #expect(gap.lower == newcombe.lower && gap.upper == newcombe.upper)
    #expect(point.bits == nil && point.outcome == .not)
    // "trained text" lacks 2 of 14 characters; one of four canaries lacks them.
    #expect(abs(point.trainedCER! - 2.0 / 56) < 1e-12)
    #expect(abs(point.ordinaryWER! - 3.0 / 12) < 1e-12)
  }

  @Test func `exposure is the mean over the trained canaries of the rank among the controls`()
    throws
  {
    let point = try scorer().point(size: 2, answers: answers(exact: ["t0", "c0", "c1", "c2"]))
    // t0 ties with three controls; t1 with a rate of 2/14 is below all controls, whose rate is 2/14 too.
    let expected = (log2(10.0) - log2(4)) / 2 + (log2(10.0) - log2(11)) / 2
    #expect(abs(try #require(point.exposure) - expected) < 1e-12)
  }

  @Test func `bits are what training added, less what the controls gained`() throws {
    let before = answers(exact: []) { _ in 20 }
    let after = answers(exact: []) { id in
      switch id {
      case "t0": 20 - 8 * log(2.0)
      case "t1": 25
      case "t2": nil
      case "c0": 20 - 5 * log(2.0)
      default: 20
      }
    }
    let bits = try #require(
      try scorer(before).point(size: 3, answers: after).bits)
    #expect(abs(bits.perTrained - 4) < 1e-9 && abs(bits.perControl - 0.5) < 1e-9)
    #expect(abs(bits.memorized - 7) < 1e-9)
    #expect(try scorer(nil).point(size: 3, answers: after).bits == nil)
  }

  @Test func `a canary that training left out is counted and not scored`() throws {
    let point = try scorer().point(
      size: 4, answers: answers(exact: ["t0", "t1", "t3"]), leftOut: ["t2", "t7", "c1"])
    #expect(point.leftOut == 1 && point.trained == Proportion(hits: 3, trials: 3))
  }

  @Test func `a missing transcript is an error`() throws {
    var some = answers(exact: [])
    some["t5"] = nil
    #expect(try scorer().point(size: 4, answers: some).size == 4)
    some["c3"] = nil
    let problem = #expect(throws: (any Error).self) { try scorer().point(size: 4, answers: some) }
    #expect("\(try #require(problem))".contains("c3"))
  }

  @Test func `size 0 has no gap and no outcome`() throws {
    let point = try scorer().point(size: 0, answers: answers(exact: ["c1"]))
    #expect(point.gap == nil && point.outcome == nil && point.isMemorized == nil)
    #expect(point.controls.hits == 1 && point.trainedCER == nil && point.exposure == nil)
  }

  // MARK: - The end

  private func point(_ size: Int, _ trained: Int, _ controls: Int) throws -> CapacityPoint {
    let many =
      (0..<500).map { CapacityUtterance(id: "t\($0)", role: .trained, text: "a \($0)") }
      + (0..<100).map { CapacityUtterance(id: "c\($0)", role: .control, text: "b \($0)") }
    let answers = many.map { utterance in
      let number = Int(utterance.id.dropFirst())!
      let isExact = number < (utterance.role == .trained ? trained : controls)
      return (utterance.id, CapacityAnswer(transcript: isExact ? utterance.text : "x"))
    }
    return try CapacityScorer(many, normalizer, tolerance: 0.1, baseline: nil)
      .point(size: size, answers: Dictionary(uniqueKeysWithValues: answers))
  }

  @Test func `the range lies between the last size that is memorised and the first that is not`()
    throws
  {
    let points = [
      try point(256, 150, 0), try point(16, 16, 0), try point(128, 126, 0), try point(64, 64, 0),
      try point(0, 0, 0),
    ]
    let found = EffectiveMemorization(points, tolerance: 0.1)
    #expect(found.memorized == 128 && found.notMemorized == 256)
    #expect(found.certainlyMemorized == 128 && found.certainlyNot == 256)
    #expect(found.end == .trainedNotRepeated && found.bracket == "128 to 256")
  }

  @Test func `controls that are recognised end the ladder for another reason`() throws {
    let points = [try point(64, 64, 1), try point(128, 128, 27)]
    let found = EffectiveMemorization(points, tolerance: 0.1)
    #expect(found.memorized == 64 && found.notMemorized == 128)
    #expect(found.end == .controlsRecognized)
  }

  @Test func `a size above a failure does not count`() throws {
    let points = [try point(16, 16, 0), try point(32, 10, 0), try point(64, 64, 0)]
    #expect(EffectiveMemorization(points, tolerance: 0.1).memorized == 16)
    #expect(EffectiveMemorization(points, tolerance: 0.1).bracket == "16 to 32")
  }

  @Test func `ladders that never or always memorise have an open end`() throws {
    let never = EffectiveMemorization([try point(16, 3, 0)], tolerance: 0.1)
    #expect(never.memorized == nil && never.bracket == "below 16")
    let always = EffectiveMemorization([try point(16, 16, 0)], tolerance: 0.1)
    #expect(always.end == nil && always.bracket == "at least 16")
    // Sixteen of sixteen do not show a gap of 90% with 95% confidence.
    #expect(always.certainlyMemorized == nil)
    #expect(EffectiveMemorization([], tolerance: 0.1).bracket == "unknown")
  }

  @Test func `nine of ten are memorised at a tolerance of a tenth`() throws {
    #expect(try point(10, 9, 0).isMemorized == true)
    #expect(try point(100, 90, 0).outcome == .probablyMemorized)
    #expect(try point(100, 89, 0).outcome == .probablyNot)
  }
}
