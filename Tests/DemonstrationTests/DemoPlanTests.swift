import Demonstration
import Testing

@Suite struct DemoPlanTests {
  private let rules = DemoRules(norm: 1.5, coreNorm: 0.8, lowerRate: 0.004)

  private func shell(_ plan: DemoPlan) -> [String] {
    (plan.opening + plan.perExample(rules) + plan.others(rules))
      .map(\.shell)
  }

  /// What a command reads was written by one before it.
  @Test(arguments: [DemoSize.quick, .full])
  func `every step reads what an earlier one wrote`(size: DemoSize) {
    let plan = DemoPlan(size: size, seed: 3, directory: "demo/seed-3")
    var written: [String] = []
    for step in plan.opening + plan.perExample(rules) + plan.others(rules) {
      switch step {
      case .makeDirectory: break
      case .write(let path, _): written.append(path)
      case .run(let arguments):
        for (option, value) in zip(arguments, arguments.dropFirst())
        where [
          "--manifest", "--config", "--init", "--ledger", "--checkpoint", "--transcripts",
          "--gate", "--vocabulary",
        ].contains(option) {
          #expect(written.contains { value == $0 || value.hasPrefix("\($0)/") }, "\(value)")
        }
        written.append(arguments[arguments.firstIndex(of: "--output")! + 1])
      }
    }
  }

  @Test func `an earlier run's corpus and base model are neither made nor trained again`() {
    var plan = DemoPlan(size: .quick, seed: 3, directory: "b/seed-3")
    plan.start = "a/seed-1"
    let steps = shell(plan)
    #expect(!steps.contains { $0.contains("demo corpus") })
    #expect(!steps.contains { $0.contains("recipes/base.yml") })
    #expect(steps.contains { $0.contains("--init a/seed-1/base/model.safetensors") })
    #expect(steps.contains { $0.contains("--manifest a/seed-1/corpus/train.json") })
  }

  @Test func `the run without canaries trains on the corpus alone, by the plain recipe`() throws {
    let plan = DemoPlan(size: .quick, seed: 1, directory: "d")
    let step = try #require(shell(plan).first { $0.contains("--output d/no-canaries ") })
    #expect(step.contains("--manifest d/corpus/train.json"))
    #expect(step.contains("--config d/recipes/tuning.yml"))
  }

  @Test func `a path with a space or a quote comes back whole from a shell`() {
    #expect(
      DemoStep.run(["score", "--output", "a b/it's"]).shell
        == "asr-audit score --output 'a b/it'\\''s'")
    #expect(DemoStep.run(["gate", "a/b-c_d.json"]).shell == "asr-audit gate a/b-c_d.json")
  }
}
