import Demonstration
import Foundation
import TestSupport
import Testing
import asr_audit

/// The steps of a small demonstration, run from a shell.
@Suite struct DemoTests {
  private static let size = {
    var size = DemoSize.quick
    size.trainingSentences = 250
    size.devSentences = 10
    size.baseEpochs = 1
    size.coins = 50
    size.blocks = 4
    size.variants = [.plain, .perExample]
    return size
  }()

  /// Runs every step in a shell.
  private static func perform(_ threads: Int) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    var plan = DemoPlan(size: size, seed: 5, directory: "demo/seed-5")
    plan.threads = threads
    let rules = DemoRules(norm: 2.5, coreNorm: 1.5, lowerRate: 0.01)
    let steps = plan.opening + plan.perExample(rules) + plan.others(rules)
    try place.makeDirectory("bin")
    try FileManager.default.createSymbolicLink(
      atPath: place("bin/asr-audit"), withDestinationPath: builtProgram("asr-audit"))
    // The pages list the commands, which differ in the number of threads: an empty commands.sh makes
    // the pages comparable.
    let commands =
      ["set -e", "PATH=$PWD/bin:$PATH"] + steps.map(\.shell) + [": > demo/commands.sh\n"]
    let path = try place.write("steps.sh", commands.joined(separator: "\n"))
    try expectSuccess(runCommand("sh", [path], in: place.path))
    return place
  }

  private static let performed = Result { try perform(2) }

  /// A copy of the output, which a test may change.
  private func performed() throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    try FileManager.default.copyItem(
      atPath: Self.performed.get()("demo"), toPath: place("demo"))
    return place
  }

  @Test func `the steps run in a shell, and the page does not depend on the threads`() throws {
    let one = try Self.perform(1)
    let two = try performed()
    for place in [one, two] {
      let result = try asrAudit(["demo", "page", "demo"], in: place.path)
      try expectSuccess(result)
      #expect(result.output.contains("no control is transcribed exactly"))
    }
    let page = try one.read("demo/report.html")
    #expect(try page == two.read("demo/report.html"))
    #expect(try one.read("demo/claims.json") == two.read("demo/claims.json"))
    let text = String(decoding: page, as: UTF8.self)
    #expect(text.contains("href=\"seed-5/plain/report/report.html\""))
    #expect(try !one.names(in: "demo").contains("costs.html"))
    for part in [
      "Verdict by training variant", "Accuracy on ordinary speech", "Training curves",
      "Membership inference from losses",
    ] {
      #expect(text.contains(part))
    }
    #expect(text.components(separatedBy: "<svg").count > 5)
    // A canary at each speed, and a control.
    #expect(text.components(separatedBy: "<audio").count == 4)
  }

  @Test func `training times have a page of their own`() throws {
    let place = try performed()
    let page = { try asrAudit(["demo", "page", "demo"], in: place.path) }
    try expectSuccess(page())
    let report = try place.read("demo/report.html")
    _ = try place.write(
      "demo/timings.jsonl",
      ["plain", "per-example"].enumerated().map { place, name in
        "{\"command\":\"train\",\"output\":\"demo/seed-5/\(name)\",\"seconds\":1,"
          + "\"cpu_seconds\":\(2 + place)}\n"
      }
      .joined())
    try expectSuccess(page())
    #expect(try place.read("demo/report.html") == report)
    let costs = String(decoding: try place.read("demo/costs.html"), as: UTF8.self)
    #expect(costs.contains("<td class=\"number\">1.5x</td>"))
    _ = try place.write("demo/timings.jsonl", "{\"command\":7}\n")
    try expectProblem(page(), status: 65, saying: "demo/timings.jsonl:1", "command")
  }

  @Test func `reports on different canaries are refused`() throws {
    let place = try performed()
    let report = try place.read("demo/seed-5/plain/report/report.json")
    let text = String(decoding: report, as: UTF8.self)
    let root = try #require(text.firstMatch(of: /"root" ?: ?"(?<root>[0-9a-f]+)"/)).root
    let other = text.replacing(root, with: String(root.reversed()))
    _ = try place.write("demo/seed-5/plain/report/report.json", other)
    try expectProblem(
      asrAudit(["demo", "page", "demo"], in: place.path), status: 65,
      saying: "demo/seed-5", "different canaries")
  }

  @Test func `a directory without a demonstration is refused`() throws {
    let place = try TemporaryDirectory()
    try expectProblem(
      asrAudit(["demo", "page", place.path]), status: 65, saying: "contains no directory seed-…")
  }

  @Test func `an existing output is not changed`() throws {
    let place = try TemporaryDirectory()
    _ = try place.write("demo/mine.txt", "mine")
    try expectProblem(
      asrAudit(["demo", "--output", place("demo")]), status: 73, saying: "already exists", "--force"
    )
    #expect(try place.names() == ["demo"])
  }

  @Test(arguments: [
    ["--full", "--quick"], ["--seeds", "0"], ["--variants", "plane"], ["--variants", "lower-rate"],
    ["--threads", "0"],
  ])
  func `invalid options are usage errors`(options: [String]) throws {
    let result = try asrAudit(["demo"] + options)
    #expect(result.status == 64, "\(result.errors)")
  }
}

/// The rendering of steps to command lines.
extension DemoTests {
  @Test func `a path with a space or a quote is quoted for the shell`() {
    #expect(DemoStep.makeDirectory("a b/it's").shell == "mkdir -p 'a b/it'\\''s'")
    #expect(DemoStep.makeDirectory("a/b-c_d.json").shell == "mkdir -p a/b-c_d.json")
  }

  @Test(arguments: [
    (DemoClipping.none, "m.safetensors"),
    (.perExample(maxGradNorm: .infinity), "--clip per-example --max-grad-norm inf"),
    (.perCore(maxGradNorm: 0.5), "--clip per-core --virtual-cores 4 --max-grad-norm 0.5"),
    (.adaptivePerCore, "--clip adaptive-per-core --virtual-cores 4"),
  ])
  func `each way of clipping has its options`(clipping: DemoClipping, options: String) throws {
    var trainings = DemoPlan(size: .quick, seed: 1, directory: "d").opening.compactMap { step in
      if case .train(let training) = step { training } else { nil }
    }
    trainings[0].clipping = clipping
    trainings[0].start = "m.safetensors"
    #expect(DemoStep.train(trainings[0]).shell.hasSuffix(options))
  }
}

/// Interrupted runs.
extension DemoTests {
  /// Starts a demonstration and kills it while the corpus is synthesised.
  private func interrupt(_ place: TemporaryDirectory, _ options: String...) throws -> CommandResult
  {
    let run = try RunningCommand(builtProgram("asr-audit"), ["demo"] + options, in: place.path)
    while run.isRunning {
      let names = (try? place.names(in: "demo/seed-1")) ?? []
      if names.contains(where: { $0.hasPrefix("corpus.partial-") }) { break }
      usleep(2_000)
    }
    run.kill()
    let result = try run.result()
    #expect(result.status == 128 + SIGKILL)
    return result
  }

  @Test func `an interrupted run continues and repeats no finished step`() throws {
    let place = try TemporaryDirectory()
    _ = try interrupt(place)
    let record = try place.read("demo/commands.sh")
    #expect(String(decoding: record, as: UTF8.self).hasSuffix("END\n"))
    // A finished step is not repeated, so this file stays away.
    try FileManager.default.removeItem(atPath: place("demo/seed-1/gate.yml"))
    _ = try interrupt(place, "--resume")
    #expect(!place.exists("demo/seed-1/gate.yml"))
    #expect(try place.read("demo/commands.sh") == record)
  }

  @Test func `files of an unfinished step are moved aside, not removed`() throws {
    let place = try TemporaryDirectory()
    _ = try interrupt(place)
    for name in try place.names(in: "demo/seed-1") where name.hasPrefix("corpus.partial-") {
      try FileManager.default.removeItem(atPath: place("demo/seed-1/\(name)"))
    }
    try place.write("demo/seed-1/corpus/mine.txt", "mine")
    let errors = try interrupt(place, "--resume").errors
    #expect(errors.contains("demo/seed-1/corpus is unfinished; it was moved to"))
    #expect(try place.read("demo/seed-1/corpus.previous-1/mine.txt") == Array("mine".utf8))
  }

  @Test func `without a terminal, a run names its steps without their options`() throws {
    let errors = try interrupt(TemporaryDirectory()).errors
    #expect(errors.contains("asr-audit: demo → demo/seed-1/corpus\n"))
    #expect(!errors.contains("--training"))
  }

  @Test func `a run is continued with its own options only`() throws {
    let place = try TemporaryDirectory()
    _ = try interrupt(place)
    let before = try treeContents(place("demo"))
    try expectProblem(
      asrAudit(["demo", "--resume", "--seed", "2"], in: place.path), status: 64,
      saying: "demo/commands.sh",
      "the earlier run did not have the step 'mkdir -p demo/seed-2/recipes'")
    #expect(try treeContents(place("demo")) == before)
  }

  @Test func `without an earlier run there is nothing to continue`() throws {
    let place = try TemporaryDirectory()
    try expectProblem(
      asrAudit(["demo", "--resume"], in: place.path), status: 66,
      saying: "contains no interrupted run")
    #expect(try place.names() == [])
  }
}
