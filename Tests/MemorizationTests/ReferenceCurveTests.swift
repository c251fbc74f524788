import Memorization
import Randomness
import Testing

@Suite struct ReferenceCurveTests {
  private let seed = Seed(short: 9)

  @Test func `complementary models form pairs, wherever they stand`() {
    let membership = [[true, false], [false, false], [false, true], [true, true]]
    let losses = [[Double?]](repeating: [1, 1], count: 4)
    let table = SubsetTable(losses: losses, inTraining: membership, utterances: 2)
    #expect(ReferencePairs(table).units == [[0, 2], [1, 3]])
    let odd = table.selecting([0, 1, 2])
    #expect(ReferencePairs(odd).units == [[0], [1], [2]])
    #expect(odd.share(ofModel: 0) == 0.5 && odd.share(ofModel: 1) == 0)
  }

  @Test func `few choices are all enumerated, many are drawn once each`() {
    var training = SimulatedTraining(utterances: 8, seed: 1)
    for (pairs, count, expected) in [(4, 2, 6), (6, 3, 20), (8, 4, 20), (3, 3, 1)] {
      let units = ReferencePairs(training.table(pairs: pairs))
      let choices = units.choices(ofUnits: count, seed: seed)
      #expect(choices.count == expected && Set(choices).count == expected)
      #expect(choices.allSatisfy { $0.count == 2 * count && $0 == $0.sorted() })
      // Model 2k and model 2k + 1 are a pair.
      for choice in choices {
        for model in choice { #expect(choice.contains(model ^ 1)) }
      }
      #expect(choices == units.choices(ofUnits: count, seed: seed))
    }
  }

  @Test func `a point of the curve is the mean over choices`() throws {
    var training = SimulatedTraining(utterances: 120, seed: 2)
    let table = training.table(pairs: 3)
    let members = training.half()
    let target: [Double?] = training.losses(members)
    let group = MembershipGroup(
      name: "all", members: members.indices.filter { members[$0] },
      nonMembers: members.indices.filter { !members[$0] })
    let curves = ReferenceCurve.curves(table, on: group, target: target, seed: seed)
    let online = try #require(curves.first { $0.attack == .liraOnline })
    #expect(online.points.map(\.references) == [2, 4, 6])
    #expect(online.points.map(\.count) == [3, 3, 1])
    let aucs = [[0, 1, 2, 3], [0, 1, 4, 5], [2, 3, 4, 5]].map { models in
      let part = table.selecting(models)
      func scores(_ utterances: [Int]) -> [Double] {
        utterances.map { SlowTwin.liraOnline(part, $0, loss: target[$0]!)! }
      }
      return SlowTwin.auc(scores(group.members), scores(group.nonMembers))
    }
    let point = online.points[1]
    #expect(abs(point.mean - aucs.reduce(0, +) / 3) < 1e-9)
    #expect(abs(point.lowest - aucs.min()!) < 1e-9 && abs(point.highest - aucs.max()!) < 1e-9)
  }

  @Test func `every reference model is a target once`() throws {
    var training = SimulatedTraining(utterances: 200, seed: 7)
    let table = training.table(pairs: 3)
    let targets = ReferenceCurve.overTargets(table, utterances: Array(0..<200))
    #expect(targets.map(\.attack) == MembershipAttack.allCases)
    for target in targets { #expect(target.points[0].count == 6) }
    let means = Dictionary(uniqueKeysWithValues: targets.map { ($0.attack, $0.points[0].mean) })
    #expect(means[.loss]! < means[.liraOnline]!)
    #expect(ReferenceCurve.overTargets(table.selecting([0]), utterances: [0]).isEmpty)
  }

  @Test func `the attack of the limits follows from the reference models`() {
    var training = SimulatedTraining(utterances: 20, seed: 8)
    let members = training.half()
    let group = MembershipGroup(
      name: "all", members: members.indices.filter { members[$0] },
      nonMembers: members.indices.filter { !members[$0] })
    let target: [Double?] = training.losses(members)
    func analysis(_ table: SubsetTable) -> MembershipAnalysis {
      MembershipAnalysis(
        target: target, references: table, groups: [group], keep: 0.5, seed: seed)
    }
    let pairs = training.table(pairs: 2)
    let none = [Bool](repeating: false, count: 20)
    let untrained = SubsetTable(
      losses: [training.losses(none)], inTraining: [none], utterances: 20)
    #expect(analysis(pairs).primaryAttack == .liraOnline)
    #expect(analysis(untrained).primaryAttack == .difference)
    #expect(analysis(untrained).groups[0].kept.isEmpty)
    let nothing = analysis(SubsetTable(losses: [], inTraining: [], utterances: 20))
    #expect(nothing.primaryAttack == .loss && nothing.curves.isEmpty)
    let kept = analysis(pairs).groups[0].kept[0]
    #expect(kept.members + kept.nonMembers == 10)
  }
}
