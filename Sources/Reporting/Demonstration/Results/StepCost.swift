import Files

/// What a step of one way of training cost: processor time of all threads, which bears other load
/// better than the clock does.
package struct StepCost: Hashable, Sendable {
  package var seed: Int
  package var variant: DemoVariant
  /// Of the whole command, its start included.
  package var cpuSeconds: Double
  package var steps: Int

  package var millisecondsAStep: Double { 1_000 * cpuSeconds / Double(steps) }

  /// - Parameters:
  ///   - directory: of a demonstration; its `timings.jsonl` has a line a command.
  ///   - results: of the same.
  package static func all(_ directory: String, _ results: DemoResults) throws(Problem) -> [Self] {
    let path = "\(directory)/timings.jsonl"
    var seconds: [String: Double] = [:]
    for (number, line) in try readFile(path).split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(Problem) {
        let timing = try JSONCoding.decoded(Timing.self, from: Array(line))
        guard timing.command == "train", let output = timing.output else { continue }
        seconds[output.split(separator: "/").suffix(2).joined(separator: "/")] = timing.cpuSeconds
      } catch {
        throw error.located(in: path, line: number + 1)
      }
    }
    return results.seeds.flatMap { seed in
      seed.variants.compactMap { variant -> StepCost? in
        let steps = variant.log.steps.count
        guard steps > 0, let cpu = seconds["seed-\(seed.number)/\(variant.variant.rawValue)"] else {
          return nil
        }
        return StepCost(
          seed: seed.number, variant: variant.variant, cpuSeconds: cpu, steps: steps)
      }
    }
  }

  private struct Timing: Decodable {
    let command: String
    let output: String?
    let cpuSeconds: Double
  }
}
