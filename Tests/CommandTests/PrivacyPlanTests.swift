import Foundation
import TestSupport
import Testing

/// `plan` for training with DP-SGD.
@Suite struct PrivacyPlanTests {
  private struct Plan: Decodable {
    struct Group: Decodable {
      let copies: Int
      let lower, upper: Double
    }
    let noiseMultiplier, samplingRate, delta, renyiEpsilon: Double
    let steps: Int
    let groups: [Group]
  }

  private let data = ["--utterances", "3000", "--batch-size", "30", "--delta", "1e-5"]

  private func plan(_ arguments: [String]) throws -> Plan {
    let result = try asrAudit(["plan", "--json"] + data + arguments)
    try expectSuccess(result)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Plan.self, from: Data(result.output.utf8))
  }

  /// 1,000 steps with a noise multiplier of 1 and a sampling rate of 0.01: dp-accounting has 1.8282.
  @Test func `epsilon for a noise multiplier`() throws {
    let plan = try plan(["--noise-multiplier", "1", "--epochs", "10"])
    #expect(plan.steps == 1_000 && plan.samplingRate == 0.01)
    #expect(plan.groups.map(\.copies) == [1, 2, 4, 8, 16])
    #expect(plan.groups[0].lower > 1.82 && plan.groups[0].upper < 1.83)
    #expect(abs(plan.renyiEpsilon - 2.101) < 0.001)
    #expect(zip(plan.groups, plan.groups.dropFirst()).allSatisfy { $0.upper < $1.lower })
  }

  @Test func `the noise multiplier for an epsilon keeps it`() throws {
    let found = try plan(["--target-epsilon", "4", "--steps", "500"])
    #expect(found.groups[0].upper <= 4 && found.groups[0].lower > 3.9)
    let text = try asrAudit(["plan", "--target-epsilon", "4", "--steps", "500"] + data).output
    #expect(text.contains("noise multiplier \(found.noiseMultiplier)"))
    #expect(text.contains("500 steps") && text.contains("Rényi"))
  }

  @Test(arguments: [
    (["--target-epsilon", "4"], "'--epochs' or '--steps'"),
    (["--target-epsilon", "4", "--noise-multiplier", "1", "--steps", "5"], "exclude one another"),
    (["--target-epsilon", "0", "--steps", "5"], "'--target-epsilon' takes a number above 0"),
    (["--noise-multiplier", "nan", "--steps", "5"], "'--noise-multiplier' takes a number above 0"),
    (["--noise-multiplier", "0.01", "--steps", "5"], "from 0.1 to 10000"),
    (["--noise-multiplier", "1", "--steps", "0"], "'--steps' takes a number from 1"),
    (["--steps", "5"], "needs '--target-epsilon' or '--noise-multiplier'"),
  ])
  func `incomplete or impossible requests are usage errors`(
    _ arguments: [String], _ message: String
  ) throws {
    let options = arguments.count == 2 && arguments[0] == "--steps" ? [] : data
    let result = try asrAudit(["plan"] + arguments + options)
    #expect(result.status == 64 && result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `a delta that allows to publish an utterance is refused`() throws {
    let result = try asrAudit([
      "plan", "--target-epsilon", "4", "--steps", "9", "--utterances", "3000", "--batch-size",
      "30", "--delta", "0.001",
    ])
    #expect(result.status == 64 && result.errors.contains("below 1 / 3000"), "\(result.errors)")
  }

  @Test func `an epsilon out of reach is an error`() throws {
    let result = try asrAudit([
      "plan", "--target-epsilon", "0.0001", "--steps", "1000000", "--utterances", "10",
      "--batch-size", "10", "--delta", "1e-9",
    ])
    expectProblem(result, status: 64, saying: "no noise multiplier up to 1000", "--target-epsilon")
  }
}
