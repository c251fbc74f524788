import Analyses
import Files
import Gating
import Membership
import Memorization
import Randomness
import Ranking
import Scoring
import TestSupport
import Testing
import Traces

struct AnalysisJudgeTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private func limits(_ text: String) throws -> [AnalysisLimit] {
    try GateFile.parse("gate:\n  - \(text)\n").analysisLimits
  }

  private func judge(
    _ text: String, _ files: [String], root: String = "00"
  ) throws -> [AnalysisJudgement] {
    try AnalysisJudge(try files.map { try AnalysisFile.read(place($0)) }, root: root)
      .judgements(limits(text))
  }

  /// A ranking of 120 utterances, of which six have ten times the loss of the others.
  private func rank(
    _ name: String, isMeasured: Bool = true, conflicts: Int? = 0, searchedNear: Bool = true,
    planted: [String: PlantedError.Kind] = [:]
  ) throws {
    var analysis = try RankSample.analysis(isMeasured: isMeasured)
    analysis.planted = planted
    analysis.sounds = conflicts.map { count in
      RankAnalysis.SoundComparison(
        conflicts: (0..<count).map {
          RankAnalysis.ConflictGroup(kind: .equal, similarity: 1, ids: ["u\($0)", "v\($0)"])
        }, duplicates: 0, searchedNear: searchedNear)
    }
    let document = AnalysisDocument(.rank, tool: "1", seed: nil, RankDocument(analysis))
    try place.write(name, String(decoding: document.bytes, as: UTF8.self))
  }

  private func membership(_ name: String, ledgerRoot: String?) throws {
    func row(_ number: Int, _ model: String, _ trained: Bool) -> TraceRow {
      var row = TraceRow(
        id: "u\(number)", model: model, loss: (trained ? 4 : 8) + Double(number * number % 5))
      row.isInTraining = trained
      return row
    }
    let target = TraceFile(
      path: "t", table: try TraceTable((0..<240).map { row($0, "target", $0 % 2 == 0) }))
    let references = TraceFile(
      path: "r",
      table: try TraceTable(
        (0..<240).flatMap { [row($0, "a", $0 % 3 == 0), row($0, "b", $0 % 3 != 0)] }))
    let inputs = try MembershipInputs(
      target: target, model: nil, references: [references], source: .targetTable)
    let analysis = MembershipAnalysis(
      target: inputs.target, references: inputs.references, groups: inputs.groups, keep: 0.5,
      seed: Seed(short: 1))
    let result = MembershipResult(
      inputs, ledgerRoot: ledgerRoot, analysis: analysis, judgements: [])
    let document = AnalysisDocument(.membership, tool: "1", seed: nil, result)
    try place.write(name, String(decoding: document.bytes, as: UTF8.self))
  }

  @Test(arguments: ["conflicts: {max: 0}", "suspects: {max-share: 1}", "membership: {max-auc: 1}"])
  func `a limit without its analysis never passes`(_ limit: String) throws {
    let judgements = try judge(limit, [])
    #expect(judgements.map(\.outcome) == [.inconclusive])
    #expect(judgements[0].reason.contains("no analysis of"))
    #expect(judgements[0].isMissing == true)
    // An analysis of another kind does not help.
    try rank("ranked.json")
    try membership("membership.json", ledgerRoot: nil)
    let other = limit.hasPrefix("membership") ? "ranked.json" : "membership.json"
    #expect(try judge(limit, [other]).map(\.outcome) == [.inconclusive])
  }

  @Test func `conflicts are counted`() throws {
    try rank("three.json", conflicts: 3)
    #expect(try judge("conflicts: {max: 2}", ["three.json"]).map(\.outcome) == [.fail])
    #expect(try judge("conflicts: {max: 3}", ["three.json"]).map(\.outcome) == [.pass])
    try rank("none.json", conflicts: 0)
    #expect(try judge("conflicts: {max: 0}", ["none.json"]).map(\.outcome) == [.pass])
    #expect(
      try judge("conflicts: {max: 0}", ["none.json", "three.json"]).map(\.outcome)
        == [.pass, .fail])
  }

  @Test func `waivers in force cover failures`() throws {
    try rank("three.json", conflicts: 3)
    let waiver = Waiver(.conflicts, until: CalendarDate("2026-12-31")!, reason: "homonyms")
    let file = try AnalysisFile.read(place("three.json"))
    func outcome(_ limit: String) throws -> [GateResult.Outcome] {
      try AnalysisJudge([file], root: "00", waivers: [waiver]).judgements(limits(limit))
        .map(\.outcome)
    }
    #expect(try outcome("conflicts: {max: 2}") == [.waived])
    #expect(try outcome("conflicts: {max: 3}") == [.pass])
    #expect(try outcome("suspects: {max-share: 0}") == [.fail])
  }

  @Test func `a ranking that did not compare all sounds does not pass`() throws {
    try rank("silent.json", conflicts: nil)
    #expect(try judge("conflicts: {max: 9}", ["silent.json"]).map(\.outcome) == [.inconclusive])
    try rank("large.json", conflicts: 1, searchedNear: false)
    #expect(try judge("conflicts: {max: 9}", ["large.json"]).map(\.outcome) == [.inconclusive])
    #expect(try judge("conflicts: {max: 0}", ["large.json"]).map(\.outcome) == [.fail])
    try rank("cut.json", conflicts: 1_200)
    let cut = try judge("conflicts: {max: 2000}", ["cut.json"])
    #expect(cut.map(\.outcome) == [.inconclusive] && cut[0].found == "at least 1000 conflicts")
  }

  @Test func `suspects are those with a high excess and without a planted error`() throws {
    try rank("ranked.json", isMeasured: false)
    let open = try judge("suspects: {max-share: 0.06}", ["ranked.json"])
    #expect(open[0].found.hasPrefix("6 of 120") && open[0].outcome == .inconclusive)
    #expect(open[0].reason.contains("no errors were planted"))
    #expect(
      try judge("suspects: {max-share: 0.04}", ["ranked.json"]).map(\.outcome) == [.fail])
    #expect(
      try judge("suspects: {max-share: 0.04, min-excess: 1000}", ["ranked.json"])[0].found
        .hasPrefix("0 of 120"))
  }

  @Test func `with planted errors, a share within the limit passes`() throws {
    try rank("ranked.json", planted: ["u0": .swapped, "u1": .swapped])
    let document = try AnalysisFile.read(place("ranked.json"))
    guard case .rank(let rank) = document.content else {
      Issue.record("another kind")
      return
    }
    let planted = rank.recall.reduce(0) { $0 + ($1.points.first?.found.trials ?? 0) }
    let judgement = try #require(
      try judge("suspects: {max-share: 0.05}", ["ranked.json"]).first)
    #expect(judgement.found.hasPrefix("4 of \(120 - planted)") && judgement.outcome == .pass)
    #expect(judgement.reason.contains("2 of"))
  }

  @Test func `membership is judged as the command does`() throws {
    try membership("membership.json", ledgerRoot: "00")
    let file = try AnalysisFile.read(place("membership.json"))
    guard case .membership(let result) = file.content else {
      Issue.record("another kind")
      return
    }
    for max in [0.5, 0.9, 1.0] {
      let expected = try #require(
        MembershipLimits(maxAUC: max).judgements(result.analysis).first)
      let judgement = try #require(
        try judge("membership: {max-auc: \(max)}", ["membership.json"]).first)
      #expect(judgement.outcome.rawValue == expected.outcome.rawValue)
    }
    #expect(
      try judge("membership: {max-auc: 0.5}", ["membership.json"])[0].outcome == .fail)
    // 1% of 120 non-members is one of them.
    let both = try judge(
      "membership: {max-auc: 1, max-tpr-at-1%: 0.01}", ["membership.json"])
    #expect(both.count == 1 && both[0].outcome != .pass)
  }

  @Test func `an analysis of another ledger does not pass`() throws {
    try membership("membership.json", ledgerRoot: "ab")
    let judgement = try judge("membership: {max-auc: 1}", ["membership.json"], root: "cd")[0]
    #expect(judgement.outcome == .inconclusive && judgement.reason.contains("another ledger"))
    #expect(judgement.isMissing == true)
    #expect(
      try judge("membership: {max-auc: 1}", ["membership.json"], root: "ab")[0].outcome == .pass)
  }

  @Test(arguments: [
    "", "{}", #"{"format": "asr-audit analysis", "version": 2, "kind": "rank"}"#,
    #"{"format": "asr-audit analysis", "version": 1, "kind": "geometry"}"#,
    #"{"format": "asr-audit analysis", "version": 1, "kind": "horoscope"}"#,
    #"{"format": "asr-audit analysis", "version": 1, "kind": "rank"}"#,
    #"{"format": "other", "version": 1, "kind": "rank"}"#,
  ])
  func `a file that is no analysis with limits is refused`(_ text: String) throws {
    try place.write("bad.json", text)
    let problem = #expect(throws: Problem.self) { try AnalysisFile.read(place("bad.json")) }
    #expect(problem?.kind == .badData && problem?.file == place("bad.json"))
  }

  @Test func `limits that are off are not judged`() throws {
    #expect(try judge("conflicts: {max: 0, level: off}", []).isEmpty)
    #expect(try judge("conflicts: {max: 0, level: warn}", [])[0].isWarning)
  }
}
