import Files

/// The processor time that one training run took.
package struct TrainingCost: Hashable, Sendable {
  package var seed: Int
  package var variant: DemoVariant
  /// Processor time of all threads for the whole command, with its start.
  package var cpuSeconds: Double
  package var steps: Int

  package init(seed: Int, variant: DemoVariant, cpuSeconds: Double, steps: Int) {
    self.seed = seed
    self.variant = variant
    self.cpuSeconds = cpuSeconds
    self.steps = steps
  }

  package var millisecondsPerStep: Double { 1_000 * cpuSeconds / Double(steps) }

  /// Returns the costs of all training runs that `timings.jsonl` of a demonstration lists.
  package static func all(
    _ directory: String, _ results: DemoResults
  ) throws(Problem) -> [TrainingCost] {
    var seconds: [String: Double] = [:]
    for timing in try StepTiming.all(in: "\(directory)/timings.jsonl") {
      guard timing.command == "train", let output = timing.output else { continue }
      seconds[output.split(separator: "/").suffix(2).joined(separator: "/")] = timing.cpuSeconds
    }
    return results.seeds.flatMap { seed in
      seed.variants.compactMap { result -> TrainingCost? in
        let steps = result.log.count
        guard steps > 0, let cpu = seconds["seed-\(seed.number)/\(result.variant.rawValue)"] else {
          return nil
        }
        return TrainingCost(
          seed: seed.number, variant: result.variant, cpuSeconds: cpu, steps: steps)
      }
    }
  }
}
