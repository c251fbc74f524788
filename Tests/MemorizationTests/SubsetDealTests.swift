import Memorization
import Randomness
import Testing

@Suite struct SubsetDealTests {
  private func deal(
    _ utterances: Int, models: Int, share: Double, seed: UInt64 = 1
  ) throws -> SubsetDeal {
    let share = try #require(SubsetDeal.Share(share))
    return try #require(
      SubsetDeal(
        groups: Array(0..<utterances), models: models, share: share, seed: Seed(short: seed)))
  }

  @Test func `models of half the utterances are complementary pairs`() throws {
    let deal = try deal(101, models: 8, share: 0.5)
    #expect(deal.models == 8)
    for first in stride(from: 0, to: 8, by: 2) {
      let (a, b) = (deal.inTraining[first], deal.inTraining[first + 1])
      #expect(zip(a, b).allSatisfy { $0 != $1 })
      #expect(abs(a.count { $0 } - b.count { $0 }) == 1)
    }
    #expect(Set(deal.inTraining).count == 8)
  }

  /// The number of models that are trained on each utterance is the same for all.
  @Test(arguments: [(0.25, 4, 1), (0.75, 4, 3), (0.33, 6, 2), (0.67, 6, 4), (0.5, 6, 3)])
  func `every utterance is in the same number of subsets`(
    _ share: Double, _ models: Int, _ expected: Int
  ) throws {
    let deal = try deal(60, models: models, share: share)
    for utterance in 0..<60 {
      #expect(deal.inTraining.count { $0[utterance] } == expected)
    }
    for subset in deal.inTraining {
      #expect(subset.count { $0 } == 60 * expected / models)
    }
  }

  @Test func `utterances of a group are dealt together, and the seed decides`() throws {
    let groups = SubsetDeal.groups(of: ["a", "b", "a", "c", "d", "b"])
    #expect(groups == [0, 1, 0, 2, 3, 1])
    let share = try #require(SubsetDeal.Share(0.5))
    func deal(_ seed: UInt64) -> SubsetDeal? {
      SubsetDeal(groups: groups, models: 20, share: share, seed: Seed(short: seed))
    }
    let first = try #require(deal(1))
    #expect(first.inTraining.allSatisfy { $0[0] == $0[2] && $0[1] == $0[5] })
    #expect(first.inTraining == deal(1)?.inTraining)
    #expect(first.inTraining != deal(2)?.inTraining)
    #expect(SubsetDeal(groups: [7, 7], models: 2, share: share, seed: Seed(short: 1)) == nil)
  }

  @Test func `a pair of utterances is separated in about half of the rounds`() throws {
    let deal = try deal(200, models: 400, share: 0.5)
    let apart = deal.inTraining.count { $0[3] != $0[4] }
    // 200 rounds with a probability of 100/199 each, counted twice: within five standard deviations.
    #expect((130...270).contains(apart))
  }

  @Test func `only shares that whole models can have are accepted`() {
    for share in [0.5, 0.25, 0.75, 0.2, 0.8, 0.33, 0.67, 0.1] {
      #expect(SubsetDeal.Share(share) != nil)
    }
    for share in [0, 1, -0.5, 1.5, 0.4, 0.7, 0.6, .nan, 0.004] {
      #expect(SubsetDeal.Share(share) == nil)
    }
  }

  @Test func `names have equal lengths`() throws {
    #expect(try deal(4, models: 8, share: 0.5).name(ofModel: 7) == "model-08")
    #expect(try deal(4, models: 100, share: 0.5).name(ofModel: 7) == "model-008")
  }
}
