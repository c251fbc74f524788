import ArgumentParser
import Statistics

/// The options that state the privacy that a training promises.
struct PromiseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The epsilon that the training promises for one utterance, for comparison with this audit.",
      discussion: """
        The report then says whether the one-run lower bound is consistent with the promise or shows \
        that it is VIOLATED. A canary with k copies is a group of k records, for which the promise is \
        k times as large.
        """, valueName: "epsilon"))
  var promisedEpsilon: Double?

  @Option(
    help: ArgumentHelp("The delta of the promised epsilon (default: 0).", valueName: "delta"))
  var promisedDelta: Double?

  func validate() throws {
    guard promisedEpsilon != nil || promisedDelta == nil else {
      throw ValidationError("'--promised-delta' needs '--promised-epsilon'.")
    }
    guard promisedEpsilon.map({ $0 >= 0 && $0 <= 1_000_000 }) ?? true else {
      throw ValidationError("'--promised-epsilon' takes a number from 0 to 1000000.")
    }
    guard promisedDelta.map({ $0 >= 0 && $0 < 1 }) ?? true else {
      throw ValidationError("'--promised-delta' takes a number from 0 to below 1.")
    }
  }

  /// The promise for one utterance; nil without one.
  var guarantee: PrivacyGuarantee? {
    promisedEpsilon.map { PrivacyGuarantee(epsilon: $0, delta: promisedDelta ?? 0) }
  }
}
