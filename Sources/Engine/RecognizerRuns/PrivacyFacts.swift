import Files
import Recognizer

/// The properties of a run that its privacy depends on, apart from the recipe.
package struct PrivacyFacts: Sendable {
  let utterances: Int
  /// The number of utterances that `PrivacyPromise.copies` counts.
  let copies: Int
  let uncovered: [PrivacyPromise.Uncovered]
  /// The steps of the recipe.
  var steps: Int
  var stepsPerEpoch: Int

  package init(utterances: Int, steps: Int, stepsPerEpoch: Int, copies: Int = 1) {
    self.utterances = utterances
    self.copies = copies
    self.steps = steps
    self.stepsPerEpoch = stepsPerEpoch
    uncovered = [.log]
  }

  /// - Parameter origin: the saved state or the model to start from.
  init(
    _ request: TrainingRequest, _ used: [RunUtterance], _ preparation: Preparation,
    _ origin: ModelFile.Description?
  ) throws(Problem) {
    utterances = used.count
    (steps, stepsPerEpoch) = (0, 1)
    copies = max(
      Self.largestCount(preparation.audioDigests),
      Self.largestCount(used.filter { request.canaries?.contains($0.name) ?? false }.map(\.text)))
    var uncovered: [PrivacyPromise.Uncovered] = [.log]
    if !preparation.leftOut.isEmpty { uncovered.append(.leftOut) }
    if request.writesTraces { uncovered.append(.traces) }
    if let origin, request.resumes {
      // The state knows how the run began.
      let begun = try PrivacyPromise.read(origin.file)?.uncovered ?? []
      uncovered += begun.filter { $0 == .tokens || $0 == .initialModel }
    } else {
      uncovered.append(origin == nil ? .tokens : .initialModel)
    }
    self.uncovered = uncovered
  }

  /// The number of the most frequent value's occurrences; 1 or more.
  private static func largestCount(_ values: [some Hashable]) -> Int {
    var counts: [AnyHashable: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.values.max() ?? 1
  }
}
