import Demonstration
import Files
import TestSupport
import Testing

@Suite struct DemoRulesTests {
  private func log(_ steps: [(ordinary: Double?, canaries: Double?)]) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let lines = steps.enumerated().map { number, norms in
      func group(_ norm: Double?, _ units: Int) -> String {
        let value = norm.map { ",\"norm_p50\":\($0)" } ?? ""
        return "{\"examples\":\(units),\"units\":\(norm == nil ? 0 : units)\(value)}"
      }
      return "{\"step\":\(number + 1),\"loss\":null,\"ordinary\":\(group(norms.ordinary, 12)),"
        + "\"canaries\":\(group(norms.canaries, 4))}\n"
    }
    _ = try place.write("log.jsonl", lines.joined())
    return place
  }

  @Test func `the clip norm is the median of ordinary speech, whatever canaries do`() throws {
    let place = try log([(1, 50), (3, nil), (2.3456, 40), (nil, 90), (100, 70)])
    #expect(try DemoRules(norms: place("log.jsonl")).norm == 2.67)
  }

  @Test func `the lower rate moves as far as clipping leaves`() throws {
    var rules = try DemoRules(norms: log([(2, nil)])("log.jsonl"))
    // 12 x 2 + 4 x 19 = 100 without a bound, 16 x 2 = 32 with it: 0.32 of 0.03.
    try rules.setLowerRate(from: log([(2, 19)])("log.jsonl"))
    #expect(rules.lowerRate == 0.0096)
  }

  @Test func `a log without norms is refused`() throws {
    let place = try log([(nil, nil)])
    let problem = #expect(throws: Problem.self) { try DemoRules(norms: place("log.jsonl")) }
    #expect(problem?.file == place("log.jsonl"))
  }

  @Test func `a broken line is named`() throws {
    let place = try TemporaryDirectory()
    _ = try place.write(
      "log.jsonl", "{\"step\":1,\"ordinary\":{\"examples\":1,\"units\":0}}\n{\"step\":2}\n")
    let problem = #expect(throws: Problem.self) { try DemoRules(norms: place("log.jsonl")) }
    #expect(problem?.line == 2)
  }
}
