import Demonstration
import Files
import TestSupport
import Testing

@Suite struct DemoRulesTests {
  private typealias Norms = [(ordinary: Double?, canaries: Double?)]

  private func logs(
    examples: Norms, cores: Norms = [(1, nil)], clipped: Norms? = nil
  ) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    _ = try place.write("norms/log.jsonl", text(examples))
    _ = try place.write("core-norms/log.jsonl", text(cores))
    if let clipped { _ = try place.write("per-example/log.jsonl", text(clipped)) }
    return place
  }

  private func text(_ steps: Norms) -> String {
    steps.enumerated().map { number, norms in
      func group(_ norm: Double?, _ units: Int) -> String {
        let value = norm.map { ",\"norm_p50\":\($0)" } ?? ""
        return "{\"examples\":\(units),\"units\":\(norm == nil ? 0 : units)\(value)}"
      }
      return "{\"step\":\(number + 1),\"loss\":null,\"ordinary\":\(group(norms.ordinary, 12)),"
        + "\"canaries\":\(group(norms.canaries, 4))}\n"
    }
    .joined()
  }

  @Test func `clip norms are medians of ordinary speech, whatever canaries do`() throws {
    let place = try logs(
      examples: [(1, 50), (3, nil), (2.3456, 40), (nil, 90), (100, 70)], cores: [(0.51239, 9)])
    let rules = try DemoRules(place.path)
    #expect(rules.norm == 2.67)
    #expect(rules.coreNorm == 0.512)
    #expect(rules.lowerRate == nil)
  }

  @Test func `the lower rate moves as far as clipping left`() throws {
    // 12 x 2 + 4 x 19 = 100 without a bound, 16 x 2 = 32 with it: 0.32 of 0.05.
    let place = try logs(examples: [(2, nil)], clipped: [(2, 19)])
    #expect(try DemoRules(place.path).lowerRate == 0.016)
  }

  @Test func `a log without norms is refused`() throws {
    let place = try logs(examples: [(nil, nil)])
    let problem = #expect(throws: Problem.self) { try DemoRules(place.path) }
    #expect(problem?.file == place("norms/log.jsonl"))
  }

  @Test func `a broken line is named`() throws {
    let place = try logs(examples: [(1, nil)])
    _ = try place.write(
      "norms/log.jsonl", "{\"step\":1,\"ordinary\":{\"examples\":1,\"units\":0}}\n{\"step\":2}\n")
    let problem = #expect(throws: Problem.self) { try DemoRules(place.path) }
    #expect(problem?.line == 2)
  }
}

extension DemoRulesTests {
  @Test(arguments: [
    #"{"step":1,"ordinary":{"examples":1,"units":9000000000000000000}}"#,
    #"{"step":1,"ordinary":{"examples":1,"units":-2}}"#,
    #"{"step":1,"ordinary":{"examples":1,"units":1,"norm_p50":-5}}"#,
    #"{"step":1,"ordinary":{"examples":1,"units":1,"norm_p50":1e300}}"#,
  ])
  func `numbers that no training writes are refused`(line: String) throws {
    let place = try TemporaryDirectory()
    let path = try place.write("log.jsonl", line + "\n")
    let problem = #expect(throws: Problem.self) { try NormLog(path) }
    #expect(problem?.line == 1)
  }
}
