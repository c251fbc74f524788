import Files
import Membership
import Memorization
import TestSupport
import Testing
import Traces

@Suite struct MembershipInputsTests {
  private func file(_ path: String, _ rows: [TraceRow]) throws -> TraceFile {
    TraceFile(path: path, table: try TraceTable(rows))
  }

  private func row(
    _ id: String, _ loss: Double?, model: String = "target", pass: Int? = nil,
    in inTraining: Bool? = nil, tokens: Int? = nil, frames: Int? = nil
  ) -> TraceRow {
    var row = TraceRow(id: id, model: model, pass: pass, loss: loss)
    row.isInTraining = inTraining
    row.tokens = tokens
    row.frames = frames
    return row
  }

  private func members(_ ids: String...) -> MembershipSource {
    .members(MemberList(path: "ids.txt", ids: Set(ids)))
  }

  /// The problem of inputs that do not fit together.
  private func problem(
    _ target: [TraceRow], _ references: [[TraceRow]] = [], model: String? = nil,
    source: MembershipSource
  ) throws -> Problem? {
    let files = try references.enumerated().map { try file("ref\($0).jsonl", $1) }
    let table = try file("target.jsonl", target)
    do throws(Problem) {
      _ = try MembershipInputs(
        target: table, model: model, references: files, source: source)
      return nil
    } catch {
      return error
    }
  }

  @Test func `losses and membership of references follow the ids`() throws {
    let target = try file("target.jsonl", [row("a", 1), row("b", 2), row("c", nil)])
    let references = try file(
      "refs.jsonl",
      [
        row("c", 30, model: "m1", in: true), row("a", 10, model: "m1", in: false),
        row("b", 21, model: "m2", in: true), row("a", 11, model: "m2", in: true),
        row("c", 31, model: "m2"),
      ])
    let inputs = try MembershipInputs(
      target: target, model: nil, references: [references], source: members("a", "c"))
    #expect(inputs.ids == ["a", "b", "c"])
    #expect(inputs.target == [1, 2, nil])
    #expect(inputs.references.losses == [[10, nil, 30], [11, 21, nil]])
    #expect(inputs.references.inTraining[0] == [false, false, true])
    #expect(inputs.references.inTraining[1].prefix(2) == [true, true])
    #expect(inputs.groups.map(\.members) == [[0, 2]] && inputs.groups[0].nonMembers == [1])
    #expect(inputs.records.target.missing == MissingLosses(["c"]))
    #expect(inputs.records.references.map(\.missing.first) == [["b"], ["c"]])
    #expect(inputs.records.references.map(\.trained) == [1, 2])
  }

  @Test func `a finished model counts before passes, else the last pass does`() throws {
    let target = try file(
      "target.jsonl",
      [
        row("a", 5, pass: 1), row("a", 3, pass: 2), row("b", 9, pass: 2), row("b", 8, pass: 1),
      ])
    let finished = try file("refs.jsonl", [row("a", 7, pass: 9), row("a", 6), row("b", 4)])
    let inputs = try MembershipInputs(
      target: target, model: nil, references: [finished], source: members("a"))
    #expect(inputs.target == [3, 9] && inputs.records.target.pass == 2)
    #expect(inputs.references.losses == [[6, 4]])
    #expect(inputs.records.references[0].pass == nil)
    #expect(inputs.records.references[0].statesTraining == false)
  }

  @Test func `in_training of the target can be the source`() throws {
    let target = try file(
      "target.jsonl", [row("a", 1, in: true), row("b", 2, in: false), row("c", 3)])
    let inputs = try MembershipInputs(
      target: target, model: nil, references: [], source: .targetTable)
    #expect(inputs.ids == ["a", "b"] && inputs.groups[0].members == [0])
    #expect(try problem([row("a", 1)], source: .targetTable)?.field == "in_training")
  }

  @Test func `inputs that do not fit together are one clear error`() throws {
    let two = [row("a", 1), row("b", 2)]
    let cases: [(Problem?, String)] = [
      (try problem(two, source: members("x")), "none of its 1 ids is in target.jsonl"),
      (try problem(two, source: members("a", "b")), "trained on all of the 2 utterances"),
      (try problem([row("a", nil), row("b", nil)], source: members("a")), "has no loss of the 2"),
      (
        try problem(
          [row("a", 1, model: "x"), row("a", 1, model: "y"), row("b", 1, model: "x")],
          source: members("a")), "has 2 models: x, y"
      ),
      (try problem(two, model: "z", source: members("a")), "has no model 'z'"),
      (
        try problem(two, [[row("a", 1, in: true), row("b", 1, in: true)]], source: members("a")),
        "trained on every utterance"
      ),
      (try problem(two, [[row("q", 1)]], source: members("a")), "no reference model has a loss"),
      (try problem(two, [[row("a", nil)]], source: members("a")), "no reference model has a loss"),
    ]
    for (problem, words) in cases {
      #expect(problem?.kind == .badData && problem?.file != nil && problem?.hint != nil)
      #expect(problem?.message.contains(words) == true, "\(String(describing: problem))")
    }
  }

  @Test func `lists that frames tell apart, or that have no features, are refused`() throws {
    func inputs(_ frames: (Int) -> Int?) throws -> MembershipInputs {
      let rows = (0..<3_000).map { row("u\($0)", 1, tokens: nil, frames: frames($0)) }
      return try MembershipInputs(
        target: try file("target.jsonl", rows), model: nil, references: [],
        source: .members(
          MemberList(path: "ids", ids: Set((0..<3_000).filter { $0 % 2 == 0 }.map { "u\($0)" }))))
    }
    // Every second utterance is a member; 37 is odd, so that both get every length.
    try BlindCheck.check(inputs { 100 + $0 % 37 }, file: "t")
    for frames in [{ $0 % 2 == 0 ? 120 + $0 % 37 : 100 + $0 % 37 }, { _ in nil }] as [(Int) -> Int?]
    {
      #expect(throws: Problem.self) { try BlindCheck.check(inputs(frames), file: "t") }
    }
    do {
      try BlindCheck.check(inputs { $0 % 2 == 0 ? 200 : 100 }, file: "t")
      Issue.record("lists of different lengths passed")
    } catch let problem as Problem {
      #expect(problem.kind == .preflight && problem.message.contains("frames (AUC 1"))
    }
  }

  @Test func `a list of members is read with its errors`() throws {
    let place = try TemporaryDirectory()
    let list = try MemberList.read(place.write("ids", "\u{FEFF}a\r\n\n  b c \n"))
    #expect(list.ids == ["a", "b c"])
    for (bytes, words) in [
      ("a\nb\na\n", ":3: 'a' is listed twice"), (" \n\n", "has no id"),
    ] {
      #expect(throws: Problem.self) { try MemberList.read(place.write("bad", bytes)) }
      do {
        _ = try MemberList.read(place("bad"))
      } catch {
        #expect(error.description.contains(words))
      }
    }
    #expect(throws: Problem.self) {
      try MemberList.read(place.write("latin", [0x61, 0xE9, 0x0A] as [UInt8]))
    }
  }
}
