import Memorization
import Randomness
import Testing

@Suite struct CrossValidationTests {
  private let seed = Seed(short: 21)

  /// Rows of `features` numbers, of which the first is shifted for members.
  private func items(
    _ count: Int, shift: Double, seed: UInt64
  ) -> CrossValidation.Items {
    var random = Seed(short: seed).stream("items")
    let isMember = (0..<count).map { $0 % 2 == 0 }
    return CrossValidation.Items(
      rows: isMember.map { member in
        (0..<3).map { column in
          SimulatedTraining.normal(&random) + (member && column == 0 ? shift : 0)
        }
      }, isMember: isMember, groups: (0..<count).map(String.init),
      strata: (0..<count).map { "\($0 / 20)" })
  }

  @Test(arguments: ClassifierForm.allCases)
  func `a shifted feature is found, with a small p`(_ form: ClassifierForm) throws {
    let found = try CrossValidation(
      form, items(80, shift: 2, seed: 1), folds: 4, permutations: 19, seed: seed)
    #expect(found.auc > 0.75 && found.pValue == 0.05)
    #expect(found.members == 40 && found.nonMembers == 40 && found.permutations == 19)
    let untested = try CrossValidation(
      form, items(80, shift: 2, seed: 1), folds: 4, permutations: 0, seed: seed)
    #expect(untested.auc == found.auc && untested.pValue == nil)
  }

  @Test func `labels without information give an area of one half`() throws {
    let near = try (1...20).count { number in
      let area = try CrossValidation(
        .lssvm, items(200, shift: 0, seed: UInt64(number)), folds: 3, permutations: 0, seed: seed
      ).auc
      return abs(area - 0.5) <= 0.1
    }
    #expect(near >= 19)
  }

  @Test func `groups stay together and folds have alike sizes`() throws {
    let groups = (0..<100).map { "g\($0 / 3)" }
    let rows = (0..<100).map { [Double($0)] }
    let folds = try GroupedFolds(groups: groups, rows: rows, count: 7, seed: seed, name: "test")
    for (a, b) in zip(groups.indices, groups.indices.dropFirst()) where groups[a] == groups[b] {
      #expect(folds.folds[a] == folds.folds[b])
    }
    let sizes = (0..<7).map { fold in folds.folds.count { $0 == fold } }
    #expect(sizes.reduce(0, +) == 100 && sizes.max()! - sizes.min()! <= 3)
  }

  @Test func `too few groups and duplicates across groups are refused`() {
    #expect(throws: GroupedFolds.Refusal.tooFewGroups(groups: 2, folds: 3)) {
      try GroupedFolds(
        groups: ["a", "a", "b"], rows: [[1], [2], [3]], count: 3, seed: seed, name: "")
    }
    #expect(throws: GroupedFolds.Refusal.duplicates(first: 0, second: 2)) {
      try GroupedFolds(
        groups: ["a", "b", "c"], rows: [[1], [2], [1]], count: 2, seed: seed, name: "")
    }
    #expect(throws: Never.self) {
      try GroupedFolds(
        groups: ["a", "b", "a"], rows: [[1], [2], [1]], count: 2, seed: seed, name: "")
    }
  }

  /// Without the rule for duplicates, a machine with memory looks up the twin of a tested row.
  @Test func `twins in one group give no advantage`() throws {
    var random = seed.stream("twins")
    var items = CrossValidation.Items(rows: [], isMember: [], groups: [], strata: [])
    for pair in 0..<60 {
      let row = (0..<3).map { _ in SimulatedTraining.normal(&random) }
      let isMember = random.coin()
      for _ in 0..<2 {
        items.rows.append(row)
        items.isMember.append(isMember)
        items.groups.append("\(pair)")
        items.strata.append("")
      }
    }
    let auc = try CrossValidation(.lssvm, items, folds: 5, permutations: 0, seed: seed).auc
    #expect(abs(auc - 0.5) < 0.2)
  }
}
