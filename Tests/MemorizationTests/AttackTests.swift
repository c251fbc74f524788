import Foundation
import Memorization
import Randomness
import Testing

@Suite struct AttackTests {
  private func group(_ members: [Bool]) -> MembershipGroup {
    MembershipGroup(
      name: "all", members: members.indices.filter { members[$0] },
      nonMembers: members.indices.filter { !members[$0] })
  }

  @Test(arguments: [1, 2, 5])
  func `LiRA online agrees with a slow computation`(pairs: Int) {
    var training = SimulatedTraining(utterances: 40, seed: 3)
    let table = training.table(pairs: pairs)
    let statistics = ReferenceStatistics(table)
    let target = training.losses(training.half())
    for utterance in 0..<40 {
      let score = statistics.score(.liraOnline, of: utterance, loss: target[utterance])
      let slow = SlowTwin.liraOnline(table, utterance, loss: target[utterance])
      #expect(abs(score! - slow!) < 1e-7 * max(1, abs(slow!)))
    }
  }

  @Test func `RMIA orders utterances as the difference does`() {
    var training = SimulatedTraining(utterances: 200, seed: 4)
    let none = [Bool](repeating: false, count: 200)
    let reference = training.losses(none)
    let target = training.losses(training.half())
    let statistics = ReferenceStatistics(
      SubsetTable(losses: [reference], inTraining: [none], utterances: 200))
    let scores = (0..<200).map { statistics.score(.difference, of: $0, loss: target[$0])! }
    let population = (0..<200).map { (target: target[$0], reference: reference[$0]) }
    let rmia = (0..<200).map {
      SlowTwin.rmia(target[$0], reference: reference[$0], population: population)
    }
    var compared = 0
    for a in 0..<200 {
      for b in 0..<200 where rmia[a] > rmia[b] {
        compared += 1
        #expect(scores[a] > scores[b])
      }
    }
    #expect(compared > 1_000)
  }

  @Test func `an attack without its reference models has no score`() {
    let table = SubsetTable(
      losses: [[1, 2, nil], [3, .nan, 4]],
      inTraining: [[true, true, true], [true, false, false]],
      utterances: 3)
    let statistics = ReferenceStatistics(table)
    func scored(_ attack: MembershipAttack) -> [Bool] {
      (0..<3).map { statistics.score(attack, of: $0, loss: 1) != nil }
    }
    #expect(scored(.loss) == [true, true, true])
    // Utterance 0 has two models in, utterance 1 one in, utterance 2 one out.
    #expect(scored(.difference) == [false, false, true])
    #expect(scored(.liraOffline) == [false, false, true])
    #expect(scored(.liraOnline) == [false, false, false])
    let result = statistics.result(
      .difference, on: MembershipGroup(name: "", members: [0, 1], nonMembers: [2]),
      target: [1, .nan, 2])
    #expect(result.unscored == 2 && result.nonMembers == 1 && result.auc == nil)
    #expect(statistics.memorization.allSatisfy { $0 == nil })
    #expect(statistics.mostMemorized(share: 0.5, of: [0, 1, 2]) == [])
  }

  @Test func `student-t has no score without a variance`() {
    let table = SubsetTable(losses: [[1], [2]], inTraining: [[true], [false]], utterances: 1)
    let statistics = ReferenceStatistics(table)
    #expect(statistics.score(.studentT, of: 0, loss: 1) == nil)
    #expect(statistics.score(.liraOnline, of: 0, loss: 1)! > 0)
    #expect(statistics.score(.liraOnline, of: 0, loss: 2)! < 0)
  }

  /// More reference models never make LiRA worse on average, and the most memorised utterances are the
  /// easiest to attack.
  @Test(arguments: [UInt64](1...5))
  func `reference models and the choice of utterances help the attack`(seed: UInt64) throws {
    var training = SimulatedTraining(utterances: 600, seed: seed)
    let table = training.table(pairs: 8)
    let members = training.half()
    let target: [Double?] = training.losses(members)
    let all = group(members)
    func auc(_ models: Int, _ attack: MembershipAttack, keep: Double = 1) -> Double {
      let statistics = ReferenceStatistics(table.selecting(Array(0..<models)))
      let kept = Set(statistics.mostMemorized(share: keep, of: Array(0..<600)))
      return statistics.result(attack, on: all, target: target, kept: kept).auc!.value
    }
    let loss = auc(2, .loss)
    #expect(loss < auc(2, .liraOnline) && auc(2, .liraOnline) < auc(4, .liraOnline))
    #expect(auc(4, .liraOnline, keep: 0.2) >= auc(16, .liraOnline))
    #expect(auc(4, .studentT) > loss && auc(16, .studentT) > auc(16, .difference) - 0.01)
  }

  @Test func `a target that saw none of the utterances shows no membership`() {
    let covered = (1...20).count { seed in
      var training = SimulatedTraining(utterances: 300, seed: UInt64(100 + seed))
      let statistics = ReferenceStatistics(training.table(pairs: 2))
      let target: [Double?] = training.losses([Bool](repeating: false, count: 300))
      let auc = statistics.result(.liraOnline, on: group(training.half()), target: target).auc!
      return auc.lower <= 0.5 && 0.5 <= auc.upper
    }
    #expect(covered >= 18)
  }

  @Test func `references that were trained like the target fit, others do not`() throws {
    var training = SimulatedTraining(utterances: 300, seed: 12)
    let statistics = ReferenceStatistics(training.table(pairs: 2))
    let members = training.half()
    let target = training.losses(members)
    let fit = try #require(ReferenceFit(statistics, group(members), target: target))
    let slow = members.indices.filter { !members[$0] }.map { utterance in
      target[utterance] - statistics.losses[utterance].out.mean
    }.sorted()
    #expect(abs(fit.nonMemberShift - (slow[74] + slow[75]) / 2) < 1e-12 && !fit.isPoor)
    let shifted = try #require(
      ReferenceFit(statistics, group(members), target: target.map { $0 + 3 }))
    #expect(abs(shifted.nonMemberShift - fit.nonMemberShift - 3) < 1e-9 && shifted.isPoor)
    let empty = SubsetTable(losses: [], inTraining: [], utterances: 300)
    #expect(ReferenceFit(ReferenceStatistics(empty), group(members), target: target) == nil)
  }
}
