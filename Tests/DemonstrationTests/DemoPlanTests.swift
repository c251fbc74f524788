import Demonstration
import Testing

@Suite struct DemoPlanTests {
  private let rules = DemoRules(norm: 1.5, coreNorm: 0.8, lowerRate: 0.004)

  private func steps(_ plan: DemoPlan) -> [DemoStep] {
    plan.opening + plan.perExample(rules) + plan.others(rules) + plan.analyses
  }

  private func trainings(_ plan: DemoPlan) -> [TrainStep] {
    steps(plan).compactMap { if case .train(let step) = $0 { step } else { nil } }
  }

  @Test(arguments: [DemoSize.quick, .full])
  func `every step reads only what earlier steps wrote`(size: DemoSize) {
    var written: [String] = []
    for step in steps(DemoPlan(size: size, seed: 3, directory: "demo/seed-3")) {
      for input in step.inputs {
        #expect(written.contains { input == $0 || input.hasPrefix("\($0)/") }, "\(input)")
      }
      if let output = step.output { written.append(output) }
    }
    #expect(written.count > 20)
    #expect(Set(written).count == written.count)
  }

  @Test func `the corpus and the base model of an earlier run are used and not made again`() {
    var plan = DemoPlan(size: .quick, seed: 3, directory: "b/seed-3")
    plan.start = "a/seed-1"
    #expect(!steps(plan).contains { if case .makeCorpus = $0 { true } else { false } })
    let trainings = trainings(plan)
    #expect(trainings.allSatisfy { $0.start == "a/seed-1/base/model.safetensors" })
    #expect(trainings.contains { $0.manifest == "a/seed-1/corpus/train.json" })
  }

  @Test func `training without canaries uses the corpus alone and the plain recipe`() throws {
    let plan = DemoPlan(size: .quick, seed: 1, directory: "d")
    let step = try #require(trainings(plan).first { $0.output == "d/no-canaries" })
    #expect(step.manifest == "d/corpus/train.json")
    #expect(step.recipe == "d/recipes/tuning.yml")
    #expect(step.clipping == .none)
  }

  @Test func `clipping uses the norms that were measured`() throws {
    let trainings = trainings(DemoPlan(size: .quick, seed: 1, directory: "d"))
    func clipping(_ name: String) throws -> DemoClipping {
      try #require(trainings.first { $0.output == "d/\(name)" }).clipping
    }
    #expect(try clipping("norms") == .perExample(maxGradNorm: .infinity))
    #expect(try clipping("per-example") == .perExample(maxGradNorm: 1.5))
    #expect(try clipping("per-core") == .perCore(maxGradNorm: 0.8))
    #expect(try clipping("adaptive-per-core") == .adaptivePerCore)
    #expect(try clipping("plain") == .none)
  }

  @Test func `the full demonstration ranks the corpus and attacks the model without clipping`()
    throws
  {
    #expect(DemoPlan(size: .quick, seed: 1, directory: "d").analyses.isEmpty)
    var size = DemoSize.full
    let plan = DemoPlan(size: size, seed: 5, directory: "d")
    let ranks = plan.analyses.compactMap { if case .rank(let step) = $0 { step } else { nil } }
    #expect(ranks.map(\.manifest) == ["d/corpus/train.json"] && ranks[0].planted > 0)
    let subsets = plan.analyses.compactMap { if case .subsets(let step) = $0 { step } else { nil } }
    // The reference models are trained like the target.
    let target = try #require(trainings(plan).first { $0.output == "d/plain" })
    #expect(subsets.map(\.recipe) == [target.recipe] && subsets.map(\.start) == [target.start])
    #expect(plan.analyses.last?.output == "d/membership")
    size.variants = [.perExample]
    #expect(DemoPlan(size: size, seed: 5, directory: "d").analyses.isEmpty)
  }

  @Test func `a word bank replaces the voice, and its canaries are digits`() {
    var plan = DemoPlan(size: .quick, seed: 1, directory: "d")
    plan.wordBank = "recordings"
    for step in steps(plan) {
      if case .makeCorpus(let step) = step { #expect(step.voice == .wordBank("recordings")) }
      if case .inject(let step) = step { #expect(step.vocabulary == nil) }
    }
  }
}
