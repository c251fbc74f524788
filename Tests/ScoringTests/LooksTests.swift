import AuditModel
import AuditSamples
import Files
import Randomness
import Scoring
import Statistics
import Testing

@Suite struct LooksTests {
  /// Three checkpoints of a small design: nothing, a few exact canaries, many exact canaries.
  private func looks(
    _ experiment: Experiment
  ) -> [(label: String, heard: [String: String])] {
    var (few, many) = (experiment, experiment)
    few.leakPartly(few.canaries(.trained, 4).prefix(1))
    many.leak(many.canaries(.trained, 4))
    return [("step1", experiment.heard), ("step2", few.heard), ("step3", many.heard)]
  }

  private func declared(_ looks: Int?) -> Experiment {
    var experiment = Experiment()
    experiment.ledger.header.primaryAnalysis.looks = looks
    return experiment
  }

  @Test func `the report is that of the last checkpoint with the p-values of the family`() throws {
    let experiment = declared(3)
    let (report, rows) = try experiment.score(together: looks(experiment))
    let family = try #require(report.looks)
    #expect(family.looks.map(\.label) == ["step1", "step2", "step3"])
    #expect(family.looks.map(\.isDetected) == [false, false, true])
    #expect(family.conclusion == "memorization detected at 1 of 3 checkpoints")
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.exploratory.isEmpty)
    #expect(report.primaryAnalysis?.verbatim.pValue == family.looks[2].verbatim.pValue)
    #expect(rows.count { $0.score!.isExact } == experiment.canaries(.trained, 4).count)
    #expect(family.looks[2].tiers.map(\.exactGap.estimate) == [0, 1])
    #expect(family.looks[0].verbatim.pValue == 1)
    try report.checkConsistency()
  }

  @Test func `an early detection does not change the verdict on the last checkpoint`() throws {
    let experiment = declared(3)
    let report = try experiment.score(together: looks(experiment).reversed()).report
    #expect(report.verdict.code == .notDetected)
    #expect(report.looks?.detected.map(\.label) == ["step3"])
    try report.checkConsistency()
  }

  /// The twin applies each relabeling to the accuracies of all looks and keeps the largest z.
  @Test func `p-values agree with relabelings that are drawn one by one`() throws {
    var experiment = Experiment(blocks: 8, allocation: [(2, 2), (4, 1), (0, 4)])
    experiment.ledger.header.primaryAnalysis.permutations = 4_999
    var random = Seed(short: 4).stream("looks")
    var looks: [(label: String, heard: [String: String])] = []
    for step in 0..<3 {
      for canary in experiment.ledger.canaries {
        let words = canary.text.split(separator: " ")
        let more = canary.repetitions > 0 && random.below(12) < step ? 2 : 0
        let kept = min(words.count, random.below(3) + more)
        experiment.hear(words.prefix(kept).joined(separator: " "), at: canary)
      }
      looks.append(("step\(step)", experiment.heard))
    }
    let report = try experiment.score(together: looks).report
    let accuracies = try looks.map { look in
      var one = experiment
      one.heard = look.heard
      return try one.score().rows.map { $0.score!.characterAccuracy }
    }
    let groups = Dictionary(grouping: experiment.ledger.canaries.indices) {
      experiment.ledger.canaries[$0].labelGroup.description
    }
    let weights = experiment.ledger.canaries.map { Double($0.repetitions) }
    func sums(_ weights: [Double]) -> [Double] {
      accuracies.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let observed = sums(weights)
    let relabeled = (0..<2_000).map { _ in
      var shuffled = weights
      for group in groups.sorted(by: { $0.key < $1.key }).map(\.value) {
        var own = group.map { weights[$0] }
        random.shuffle(&own)
        for (index, weight) in zip(group, own) { shuffled[index] = weight }
      }
      return sums(shuffled)
    }
    let means = observed.indices.map { k in relabeled.reduce(0) { $0 + $1[k] } / 2_000 }
    let deviations = observed.indices.map { k in
      (relabeled.reduce(0) { $0 + ($1[k] - means[k]) * ($1[k] - means[k]) } / 2_000).squareRoot()
    }
    let maxima = relabeled.map { row in
      row.indices.map { (row[$0] - means[$0]) / deviations[$0] }.max()!
    }
    let best = observed.indices.map { (observed[$0] - means[$0]) / deviations[$0] }.max()!
    let slow = Double(maxima.count { $0 >= best - 1e-9 }) / 2_000
    let fast = report.looks!.looks.map(\.partial.pValue).min()!
    #expect((0.01...0.9).contains(slow))
    #expect(abs(fast - slow) < 4 * (slow * (1 - slow) / 2_000).squareRoot() + 0.01)
  }

  @Test func `equal checkpoints have the p-values of one`() throws {
    var experiment = declared(2)
    experiment.leakPartly(experiment.canaries(.trained, 4).prefix(4))
    let alone = try experiment.score().report
    let heard = experiment.heard
    let both = try experiment.score(together: [("a", heard), ("b", heard)]).report
    let difference =
      both.primaryAnalysis!.partial.pValue - alone.primaryAnalysis!.partial.pValue
    // 999 sampled relabelings each.
    #expect(abs(difference) < 0.05)
    #expect(both.looks!.looks[0].partial == both.looks!.looks[1].partial)
  }

  @Test(
    arguments: [
      (nil, true, nil), (2, true, nil), (3, false, nil),
      (10, false, "The ledger declares 10 checkpoints, and this report decides 3 of them."),
    ] as [(Int?, Bool, String?)])
  func `undeclared checkpoints are exploratory`(
    _ number: Int?, _ isExploratory: Bool, _ limit: String?
  ) throws {
    let experiment = declared(number)
    let report = try experiment.score(together: looks(experiment)).report
    #expect(report.exploratory.isEmpty != isExploratory)
    #expect(report.declaredLooks == number)
    let found = report.limits.first { $0.contains("checkpoints, and this report decides") }
    #expect(found?.hasPrefix(limit ?? "") ?? (limit == nil))
    try report.checkConsistency()
  }

  @Test func `a probe without a transcript at one checkpoint is an error`() throws {
    let experiment = declared(3)
    var looks = looks(experiment)
    looks[1].heard["p3"] = nil
    let problem = #expect(throws: Problem.self) { try experiment.score(together: looks) }
    #expect(problem?.message == "1 probe(s) have no transcript at 'step2', the first is p3")
    var lenient = experiment
    lenient.missing = .empty
    #expect(try lenient.score(together: looks).report.looks?.looks.count == 3)
  }

  @Test func `transcripts of another ledger are named`() throws {
    let experiment = declared(3)
    var looks = looks(experiment)
    looks[0].heard = Dictionary(uniqueKeysWithValues: looks[0].heard.map { ("x" + $0, $1) })
    let problem = #expect(throws: Problem.self) { try experiment.score(together: looks) }
    #expect(problem?.hint?.contains("no line belongs to this ledger") == true)
    #expect(problem?.message.contains("'step1'") == true)
  }

  @Test func `a request that does not match the ledger has no looks`() throws {
    var experiment = declared(3)
    experiment.commitment = .differs
    let report = try experiment.score(together: looks(experiment)).report
    #expect(report.verdict.code == .mismatch && report.looks == nil)
    try report.checkConsistency()
  }

  @Test func `a history adds a limit unless the p-values cover all reports`() throws {
    let experiment = declared(3)
    var alone = try experiment.score().report
    #expect(LookLimits(alone).summary?.contains("without a history") == true)
    alone.record(Report.HistoryResult(reports: 1, isRepeated: false))
    #expect(!alone.limits.contains { $0.contains("by chance") })
    #expect(
      LookLimits(alone).summary
        == "This is the first report from this ledger. 1 of the 3 declared checkpoints have been scored."
    )
    alone.record(Report.HistoryResult(reports: 3, isRepeated: false))
    #expect(alone.limits.contains { $0.hasPrefix("3 different sets of transcripts") })
    #expect(LookLimits(alone).summary?.hasPrefix("This is the third report") == true)

    var together = try experiment.score(together: looks(experiment)).report
    together.record(Report.HistoryResult(reports: 3, isRepeated: false))
    #expect(!together.limits.contains { $0.contains("by chance") })
    together.record(Report.HistoryResult(reports: 4, isRepeated: true))
    #expect(together.limits.contains { $0.contains("cover 3 of them") })
  }

  @Test func `a report whose looks contradict it is refused`() throws {
    let experiment = declared(3)
    let report = try experiment.score(together: looks(experiment)).report
    let edits: [(inout Report) -> Void] = [
      { $0.looks!.looks[2].verbatim.rejected = false },
      { $0.looks!.looks[0].partial.pValue = 0.0001 },
      { $0.looks!.looks[2].verbatim.pValue = 0.9 },
      { $0.looks!.looks[0].partial.holm = .nan },
      { $0.looks!.looks[0].label = "step2" },
      { $0.looks!.looks.removeLast() },
      { $0.looks!.looks = [] },
      { $0.looks!.looks[1].tiers.removeLast() },
      { $0.looks!.looks[2].verbatim.holm = 0.04 },
      { $0.declaredLooks = 2 },
      { $0.declaredLooks = 0 },
      { $0.primaryAnalysis = nil },
      { $0.history = Report.HistoryResult(reports: 2, isRepeated: false) },
    ]
    for (number, edit) in edits.enumerated() {
      var edited = report
      edit(&edited)
      #expect(throws: Problem.self, "edit \(number)") { try edited.checkConsistency() }
    }
  }
}
