import Demonstration
import Files
import RecognizerRuns
import TestSupport
import Testing

@Suite struct DemoRulesTests {
  private typealias Norms = [(ordinary: Double?, canaries: Double?)]

  private func logs(
    examples: Norms, cores: Norms = [(1, nil)], clipped: Norms? = nil
  ) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    _ = try place.write("norms/log.jsonl", log(examples))
    _ = try place.write("core-norms/log.jsonl", log(cores))
    if let clipped { _ = try place.write("per-example/log.jsonl", log(clipped)) }
    return place
  }

  private func log(_ steps: Norms) -> [UInt8] {
    steps.enumerated().flatMap { number, norms in
      func group(_ norm: Double?, _ examples: Int) -> TrainingLogEntry.Group {
        var group = TrainingLogEntry.Group(
          examples: examples, loss: 1, units: norm == nil ? 0 : examples)
        group.normP50 = norm
        return group
      }
      var entry = TrainingLogEntry(
        step: number + 1, learningRate: 0.1, loss: nil, ordinary: group(norms.ordinary, 12))
      entry.canaries = group(norms.canaries, 4)
      return entry.line(clips: true)
    }
  }

  @Test func `clip norms are medians of ordinary speech, whatever the norms of canaries`() throws {
    let place = try logs(
      examples: [(1, 50), (3, nil), (2.3456, 40), (nil, 90), (100, 70)], cores: [(0.51239, 9)])
    let rules = try DemoRules(place.path)
    #expect(rules.norm == 2.67)
    #expect(rules.coreNorm == 0.512)
    #expect(rules.lowerRate == nil)
  }

  @Test func `the lower rate moves the weights as far as clipping does`() throws {
    // 12 x 2 + 4 x 19 = 100 without clipping, 16 x 2 = 32 with it: 0.32 times 0.05.
    let place = try logs(examples: [(2, nil)], clipped: [(2, 19)])
    #expect(try DemoRules(place.path).lowerRate == 0.016)
  }

  @Test func `a log without norms is refused`() throws {
    let place = try logs(examples: [(nil, nil)])
    let problem = #expect(throws: Problem.self) { try DemoRules(place.path) }
    #expect(problem?.file == place("norms/log.jsonl"))
  }
}
