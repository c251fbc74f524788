import Demonstration
import Foundation
import TestSupport
import Testing

/// The demonstration by hand, as small as it gets.
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

  /// Types every step into a shell.
  private static func perform(_ threads: Int) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    var plan = DemoPlan(size: size, seed: 5, directory: "demo/seed-5")
    plan.threads = threads
    let rules = DemoRules(norm: 2.5, coreNorm: 1.5, lowerRate: 0.01)
    let steps = plan.opening + plan.perExample(rules) + plan.others(rules)
    try place.makeDirectory("bin")
    try FileManager.default.createSymbolicLink(
      atPath: place("bin/asr-audit"), withDestinationPath: builtProgram("asr-audit"))
    // An empty commands.sh lets the pages of both numbers of threads list the same commands.
    let commands =
      ["set -e", "PATH=$PWD/bin:$PATH"] + steps.map(\.shell) + [": > demo/commands.sh\n"]
    let path = try place.write("steps.sh", commands.joined(separator: "\n"))
    try expectSuccess(runCommand("sh", [path], in: place.path))
    return place
  }

  private static let performed = Result { try perform(2) }

  /// A copy of what the steps left, to do anything with.
  private func performed() throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    try FileManager.default.copyItem(
      atPath: Self.performed.get()("demo"), toPath: place("demo"))
    return place
  }

  @Test func `its steps run by hand, and one page comes of it on any number of threads`() throws {
    let one = try Self.perform(1)
    let two = try performed()
    for place in [one, two] {
      let result = try asrAudit(["demo", "page", "demo"], in: place.path)
      try expectSuccess(result)
      #expect(result.output.contains("no control written out"))
    }
    let page = try one.read("demo/report.html")
    let other = try two.read("demo/report.html")
    #expect(page == other)
    let claims = try (one.read("demo/claims.json"), two.read("demo/claims.json"))
    #expect(claims.0 == claims.1)
    let text = String(decoding: page, as: UTF8.self)
    #expect(text.contains("href=\"seed-5/plain/report/report.html\""))
    #expect(try !one.names(in: "demo").contains("costs.html"))
    for part in ["Who remembers?", "What does it cost in quality?", "Silence is not forgetting"] {
      #expect(text.contains(part))
    }
    #expect(text.components(separatedBy: "<svg").count > 5)
  }

  @Test func `costs stand on a page of their own`() throws {
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

  @Test func `reports of other canaries are refused`() throws {
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

  @Test func `a page of something else is refused`() throws {
    let place = try TemporaryDirectory()
    try expectProblem(
      asrAudit(["demo", "page", place.path]), status: 65, saying: "no seed-… is in it")
  }

  @Test func `an existing output is not touched`() throws {
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
  func `options that make no sense are usage errors`(options: [String]) throws {
    let result = try asrAudit(["demo"] + options)
    #expect(result.status == 64, "\(result.errors)")
  }

  @Test func `doctor finds the leak and lets the clean model go`() throws {
    struct Finding: Decodable {
      let check: String
      let found: String
      let isFine: Bool
    }
    let result = try asrAudit(["doctor", "--json"])
    try expectSuccess(result)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let findings = try decoder.decode([Finding].self, from: Data(result.output.utf8))
    let bad = findings.filter { !$0.isFine }.map(\.check)
    #expect(bad == [])
    let controls = findings.filter { $0.check.hasSuffix("control") }.map(\.found)
    #expect(
      controls == [
        "Memorization detected: verbatim", "Memorization not detected at this power",
      ])
  }

  @Test func `doctor says what is wrong and fails`() throws {
    let result = try runCommand(
      "env", ["ASR_AUDIT_ISA=sse1", builtProgram("asr-audit"), "doctor"],
      in: TemporaryDirectory.shared.path)
    #expect(result.status == 3)
    #expect(result.output.contains("this processor does not run 'sse1'"))
    #expect(result.output.contains("NOT FINE"))
  }
}

/// Runs that were broken off.
extension DemoTests {
  /// Starts a demonstration and kills it while the corpus is spoken.
  private func brokenOff(_ place: TemporaryDirectory, _ options: String...) throws {
    let run = try RunningCommand(builtProgram("asr-audit"), ["demo"] + options, in: place.path)
    while run.isRunning {
      let names = (try? place.names(in: "demo/seed-1")) ?? []
      if names.contains(where: { $0.hasPrefix("corpus.partial-") }) { break }
      usleep(2_000)
    }
    run.kill()
    #expect(try run.result().status == 128 + SIGKILL)
  }

  @Test func `a run that was broken off goes on, and does nothing twice`() throws {
    let place = try TemporaryDirectory()
    try brokenOff(place)
    let record = try place.read("demo/commands.sh")
    #expect(String(decoding: record, as: UTF8.self).hasSuffix("END\n"))
    // Would be as before, had it been written again.
    try FileManager.default.removeItem(atPath: place("demo/seed-1/gate.yml"))
    try brokenOff(place, "--resume")
    #expect(!place.exists("demo/seed-1/gate.yml"))
    #expect(try place.read("demo/commands.sh") == record)
  }

  @Test func `a run goes on with its own options only`() throws {
    let place = try TemporaryDirectory()
    try brokenOff(place)
    let before = try treeContents(place("demo"))
    try expectProblem(
      asrAudit(["demo", "--resume", "--seed", "2"], in: place.path), status: 64,
      saying: "demo/commands.sh", "asked for something else than 'mkdir -p demo/seed-2/recipes'")
    #expect(try treeContents(place("demo")) == before)
  }

  @Test func `where nothing was begun nothing goes on`() throws {
    let place = try TemporaryDirectory()
    try expectProblem(
      asrAudit(["demo", "--resume"], in: place.path), status: 66, saying: "no run was begun in it")
    #expect(try place.names() == [])
  }
}
