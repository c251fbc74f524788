import Files
import Statistics

/// What a training log tells of gradient norms: `TrainingLog` of `RecognizerRuns` is its grammar.
package struct NormLog: Sendable {
  package var steps: [Step]

  package struct Step: Decodable, Sendable {
    package var step: Int
    package var ordinary: Group
    package var canaries: Group?
  }

  package struct Group: Decodable, Sendable {
    package var units: Int
    package var normP50: Double?
    package var normP90: Double?
    package var clipped: Double?

    fileprivate func check() throws(Problem) {
      guard (0...1_000_000).contains(units) else {
        throw Problem(.badData, "expected 0 to 1,000,000", field: "units")
      }
      for norm in [normP50, normP90, clipped].compactMap({ $0 }) {
        guard norm >= 0, norm <= 1e30 else {
          throw Problem(.badData, "expected 0 or more", field: "norm")
        }
      }
    }
  }

  package init(_ path: String) throws(Problem) {
    var steps: [Step] = []
    let bytes = try readFile(path)
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(Problem) {
        let step = try JSONCoding.decoded(Step.self, from: Array(line))
        for group in [step.ordinary, step.canaries].compactMap({ $0 }) { try group.check() }
        steps.append(step)
      } catch {
        throw error.located(in: path, line: number + 1)
      }
    }
    self.steps = steps
  }

  /// The median over all steps of the batch's median norm of ordinary speech; nil without any.
  var medianNorm: Double? { median(steps.compactMap(\.ordinary.normP50)) }

  /// How much shorter the sum of all gradients gets by clipping each at `norm`, over the first steps,
  /// every group's gradients taken at their median.
  func shareLeft(clippingAt norm: Double, firstSteps: Int) -> Double {
    var (all, left) = (0.0, 0.0)
    for step in steps.prefix(firstSteps) {
      for group in [step.ordinary, step.canaries].compactMap({ $0 }) {
        guard let median = group.normP50 else { continue }
        all += Double(group.units) * median
        left += Double(group.units) * min(median, norm)
      }
    }
    return all > 0 ? left / all : 1
  }
}

func median(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : quantile(0.5, ofAscending: values.sorted())
}
