import Foundation
import TestSupport
import Testing

/// `asr-audit membership` on simulated losses of the canaries of a real ledger.
struct MembershipCommandTests {
  /// Losses of canaries: the ease of each, less where a model was trained on it, and noise.
  struct SimulatedLosses {
    private let ledger: LedgerRecord
    private var state: UInt64 = 12345
    let ids: [String]

    init(_ ledger: LedgerRecord) {
      self.ledger = ledger
      ids = ledger.canaries.filter { $0.role != "tracer" }.map(\.probe)
    }

    private mutating func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }

    private mutating func loss(_ place: Int, trained: Bool) -> Double {
      let ease = 10 + 8 * sin(Double(place))
      return ease * (trained ? 0.4 : 1) + unit() + unit()
    }

    mutating func target() -> String {
      let roles = ledger.canaries.filter { $0.role != "tracer" }.map { $0.role == "trained" }
      return zip(ids, roles).enumerated().map { place, item in
        #"{"id": "\#(item.0)", "loss": \#(loss(place, trained: item.1)), "tokens": 12}"# + "\n"
      }.joined()
    }

    mutating func references(pairs: Int) -> String {
      var lines = ""
      for pair in 0..<pairs {
        let half = ids.indices.map { _ in unit() < 0.5 }
        for (name, trained) in [("a\(pair)", half), ("b\(pair)", half.map(!))] {
          for (place, id) in ids.enumerated() {
            lines +=
              #"{"id": "\#(id)", "model": "\#(name)", "in_training": \#(trained[place]), "#
              + #""loss": \#(loss(place, trained: trained[place]))}"# + "\n"
          }
        }
      }
      return lines
    }
  }

  struct Files {
    let place: TemporaryDirectory
    let ledger: String
    let target: String
    let references: String

    init() throws {
      place = try TemporaryDirectory()
      ledger = try SampleAudit.nemo.get().ledger
      var losses = SimulatedLosses(try LedgerRecord(ledger))
      target = try place.write("target.jsonl", losses.target())
      references = try place.write("refs.jsonl", losses.references(pairs: 2))
    }

    func run(_ output: String = "out", _ more: String...) throws -> CommandResult {
      try asrAudit(
        [
          "membership", "--ledger", ledger, "--target", target, "--references", references,
          "--output", place(output),
        ] + more)
    }
  }

  private func json(_ place: TemporaryDirectory, _ name: String) throws -> [String: Any] {
    let data = Data(try place.read(name))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `canaries are attacked by tier, and the references help`() throws {
    let files = try Files()
    let result = try files.run()
    try expectSuccess(result)
    #expect(result.output.contains("LiRA online") && result.output.contains("1 repetition"))
    #expect(
      try files.place.names(in: "out") == ["analysis.html", "analysis.json", "utterances.tsv"])
    let document = try json(files.place, "out/analysis.json")
    #expect(document["format"] as? String == "asr-audit analysis")
    #expect(document["kind"] as? String == "membership")
    let membership = try #require(document["membership"] as? [String: Any])
    let record = try LedgerRecord(files.ledger)
    #expect(membership["ledger_root"] as? String == record.root)
    let analysis = try #require(membership["analysis"] as? [String: Any])
    let groups = try #require(analysis["groups"] as? [[String: Any]])
    let all = try #require(groups[0]["all"] as? [[String: Any]])
    func auc(_ attack: String) throws -> Double {
      let found = all.first { $0["attack"] as? String == attack }
      return try #require((found?["auc"] as? [String: Any])?["value"] as? Double)
    }
    #expect(try auc("loss") < auc("lira-online") && auc("lira-online") > 0.95)
    #expect(try auc("difference") > auc("loss"))
    let canaries = record.canaries.filter { $0.role != "tracer" }
    let lines = String(decoding: try files.place.read("out/utterances.tsv"), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(lines.count == canaries.count + 1 && lines.allSatisfy { $0.count == 8 })
    #expect(
      lines.count { $0[1] == "yes" } == canaries.count { $0.role == "trained" })
    let page = String(decoding: try files.place.read("out/analysis.html"), as: UTF8.self)
    for words in ["ROC, all utterances", "Reference models", "Limits of the evidence", "<svg"] {
      #expect(page.contains(words), "\(words)")
    }
  }

  @Test func `the same inputs give the same bytes`() throws {
    let files = try Files()
    try expectSuccess(files.run("one"))
    try expectSuccess(files.run("two"))
    #expect(try treeContents(files.place("one")) == treeContents(files.place("two")))
  }

  @Test func `limits decide the exit status`() throws {
    let files = try Files()
    for (arguments, status, word) in [
      (["--max-auc", "0.55"], 1, "fail: max-auc"), (["--max-auc", "1"], 0, "pass: max-auc"),
      (["--max-tpr", "5%"], 2, "inconclusive: max-tpr-at-1%"),
    ] as [([String], Int32, String)] {
      let result = try asrAudit(
        [
          "membership", "--ledger", files.ledger, "--target", files.target, "--references",
          files.references, "--output", files.place("limit\(status)"),
        ] + arguments)
      #expect(result.status == status && result.output.contains(word), "\(result.output)")
      #expect(files.place.exists("limit\(status)/analysis.json"))
    }
  }

  @Test func `a classifier is compared with the loss`() throws {
    let files = try Files()
    let result = try files.run(
      "out", "--classifier", "lssvm", "--folds", "4", "--permutations", "9")
    try expectSuccess(result)
    #expect(result.output.contains("lssvm on loss, difference and lira-online: AUC"))
    let many = try files.run("many", "--classifier", "wimm", "--folds", "1000")
    expectProblem(many, status: 65, saying: "needs as many groups")
    let twins = try files.place.write(
      "twins.jsonl",
      "".appending(
        String(decoding: try files.place.read("target.jsonl"), as: UTF8.self)
          .replacing(/"loss": [0-9.]+/, with: #""loss": 1.5"#)))
    let equal = try asrAudit([
      "membership", "--ledger", files.ledger, "--target", twins, "--output",
      files.place("equal"), "--classifier", "lssvm", "--features", "loss",
    ])
    expectProblem(equal, status: 65, saying: "have equal features")
    try expectNothing(of: "equal", in: files.place)
  }

  @Test func `missing losses are counted and named`() throws {
    let files = try Files()
    let lines = String(decoding: try files.place.read("target.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    let first = try #require(lines.first.flatMap { $0.split(separator: "\"").dropFirst(2).first })
    let partial = try files.place.write(
      "partial.jsonl",
      ([#"{"id": "\#(first)", "loss": NaN}"#] + lines.dropFirst(3).map(String.init))
        .joined(separator: "\n"))
    let result = try asrAudit([
      "membership", "--ledger", files.ledger, "--target", partial, "--output",
      files.place("out"),
    ])
    if result.status == 0 {
      #expect(result.errors.contains("3 utterances have no loss"))
    } else {
      // The reader may refuse NaN, which is not JSON; null is the documented form.
      #expect(result.status == 65 && result.errors.contains("partial.jsonl:1"))
    }
    let null = try files.place.write(
      "null.jsonl",
      ([#"{"id": "\#(first)", "loss": null}"#] + lines.dropFirst(3).map(String.init))
        .joined(separator: "\n"))
    let named = try asrAudit([
      "membership", "--ledger", files.ledger, "--target", null, "--output", files.place("null"),
    ])
    try expectSuccess(named)
    #expect(named.errors.contains("3 utterances have no loss"))
    #expect(named.errors.contains("\(first)"))
  }

  @Test func `lists of a user need features that cannot tell them apart`() throws {
    let place = try TemporaryDirectory()
    func table(_ frames: (Int) -> Int) throws -> String {
      let lines = (0..<4_000).map { number in
        #"{"id": "u\#(number)", "loss": \#(5 + sin(Double(number))), "frames": \#(frames(number))}"#
      }
      return try place.write("target.jsonl", lines.joined(separator: "\n"))
    }
    let members = try place.write(
      "ids.txt", (0..<2_000).map { "u\(2 * $0)" }.joined(separator: "\n"))
    func run(_ output: String) throws -> CommandResult {
      try asrAudit([
        "membership", "--members", members, "--target", place("target.jsonl"), "--output",
        place(output),
      ])
    }
    _ = try table { 100 + $0 % 37 + ($0 % 2 == 0 ? 12 : 0) }
    let refused = try run("refused")
    expectProblem(refused, status: 3, saying: "target.jsonl", "frames (AUC", "hint: ")
    try expectNothing(of: "refused", in: place)
    _ = try table { 100 + $0 % 37 }
    try expectSuccess(run("alike"))
    let page = String(decoding: try place.read("alike/analysis.html"), as: UTF8.self)
    #expect(page.contains("blind"))
  }

  @Test func `lists of a user whose sounds differ are refused`() throws {
    let place = try TemporaryDirectory()
    // 2,400 rows for the check of lengths, of which 40 have audio.
    let rows = (0..<2_400).map { number in
      #"{"id": "\#(number)", "loss": \#(5 + sin(Double(number))), "frames": \#(100 + number % 37)}"#
    }
    try place.write("target.jsonl", rows.joined(separator: "\n"))
    try place.write("ids.txt", (0..<1_200).map { "\(2 * $0)" }.joined(separator: "\n"))
    func manifest(_ name: String, gain: Float) throws -> String {
      var state: UInt64 = 7
      var lines = ""
      for number in 0..<40 {
        let samples = (0..<4_000).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return 0.1 * (number % 2 == 0 ? gain : 1) * Float(Double(state >> 11) * 0x1p-52 - 1)
        }
        try place.write("\(name)/\(number).wav", Sound.wav(samples, rate: 8_000))
        lines +=
          #"{"audio_filepath": "\#(name)/\#(number).wav", "duration": 0.5, "text": "noise"}"# + "\n"
      }
      return try place.write("\(name).json", lines)
    }
    func run(_ manifest: String, _ output: String) throws -> CommandResult {
      try asrAudit([
        "membership", "--members", place("ids.txt"), "--target", place("target.jsonl"),
        "--manifest", manifest, "--output", place(output),
      ])
    }
    let louder = try run(manifest("louder", gain: 1.122), "refused")
    expectProblem(
      louder, status: 3, saying: "louder.json", "the sounds of members and non-members differ",
      "hint: ")
    try expectNothing(of: "refused", in: place)
    let alike = try run(manifest("alike", gain: 1), "out")
    try expectSuccess(alike)
    let page = String(decoding: try place.read("out/analysis.html"), as: UTF8.self)
    #expect(page.contains("Nothing shows that the sounds of 20 members and 20 non-members differ"))
    let few = try place.write(
      "few.json", #"{"audio_filepath": "alike/1.wav", "duration": 0.5, "text": "noise"}"#)
    expectProblem(try run(few, "few"), status: 65, saying: "few.json", "has 0 of the 1200 members")
  }

  @Test func `the sounds of canaries are compared beside their ledger`() throws {
    let files = try Files()
    try expectSuccess(files.run("out"))
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(files.place.read("out/analysis.json")))
        as? [String: Any])
    let membership = try #require(document["membership"] as? [String: Any])
    let sounds = try #require(membership["sounds"] as? [String: Any])
    let classifier = try #require(sounds["classifier"] as? [String: Any])
    #expect(try #require(classifier["p_value"] as? Double) > 1e-3)
    let refused = try files.run("again", "--manifest", files.target)
    expectProblem(refused, status: 64, saying: "--manifest")
  }

  @Test func `bad inputs are one clear error and leave nothing`() throws {
    let files = try Files()
    let other = try files.place.write("other.jsonl", #"{"id": "x", "loss": 1}"#)
    let constant = try files.place.write(
      "in.jsonl",
      String(decoding: try files.place.read("refs.jsonl"), as: UTF8.self)
        .replacing(#""in_training": false"#, with: #""in_training": true"#))
    let empty = try files.place.write("empty.jsonl", "")
    for (target, references, words) in [
      (other, files.references, "has none of the"), (files.target, constant, "on every utterance"),
      (files.target, other, "no reference model has a loss"), (empty, files.references, "empty"),
      (files.references, files.target, "has 4 models"),
    ] {
      let result = try asrAudit([
        "membership", "--ledger", files.ledger, "--target", target, "--references", references,
        "--output", files.place("out"),
      ])
      expectProblem(result, status: 65, saying: words)
      try expectNothing(of: "out", in: files.place)
    }
    let missing = try asrAudit([
      "membership", "--target", files.place("absent"), "--output", files.place("out"),
    ])
    expectProblem(missing, status: 66, saying: "absent")
  }

  @Test func `outputs are neither inputs nor replaced without --force`() throws {
    let files = try Files()
    try files.place.write("old/precious", "do not touch")
    expectProblem(try files.run("old"), status: 73, saying: "already exists", "--force")
    try expectSuccess(files.run("old", "--force"))
    #expect(files.place.exists("old.previous-1/precious"))
    let inside = try asrAudit([
      "membership", "--ledger", files.ledger, "--target", files.target, "--output", files.target,
    ])
    expectProblem(inside, status: 64, saying: "the output is the input")
    for arguments in [
      ["--keep", "0"], ["--max-auc", "0.4"], ["--max-tpr", "2"], ["--folds", "1"],
      ["--features", "loss"], ["--members", files.target], ["--classifier", "svm"],
    ] {
      let result = try asrAudit(
        [
          "membership", "--ledger", files.ledger, "--target", files.target, "--output",
          files.place("new"),
        ] + arguments)
      #expect(result.status == 64, "\(arguments) \(result.errors)")
    }
  }
}
