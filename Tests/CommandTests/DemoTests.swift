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
  private func perform(_ threads: Int) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    var plan = DemoPlan(size: Self.size, seed: 5, directory: "demo/seed-5")
    plan.threads = threads
    let rules = DemoRules(norm: 2.5, coreNorm: 1.5, lowerRate: 0.01)
    let steps = plan.opening + plan.plain(rules) + plan.others(rules)
    // What is told of the commands is the same for both.
    let script =
      "set -e\nasr-audit() { '\(builtProgram("asr-audit"))' \"$@\"; }\n"
      + steps.map(\.shell).joined(separator: "\n").replacing("asr-audit ", with: "asr_audit ")
      + "\n: > demo/commands.sh\n"
    let path = try place.write("steps.sh", script.replacing("asr-audit()", with: "asr_audit()"))
    try expectSuccess(runCommand("sh", [path], in: place.path))
    return place
  }

  @Test func `its steps run by hand, and one page comes of it on any number of threads`() throws {
    let one = try perform(1)
    let two = try perform(2)
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
    for part in ["Who remembers?", "What does it cost in quality?", "Silence is not forgetting"] {
      #expect(text.contains(part))
    }
    #expect(text.components(separatedBy: "<svg").count > 5)
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
