import Files

/// A reason why a plan cannot show what was asked of it. The messages name no command-line options.
package enum PlanProblem: ProblemCause, Hashable {
  /// A canary that the model never learnt reaches this exposure on average.
  case exposureBelowNullMean(bits: Double, nullMean: Double)
  /// More bits than any design has controls for.
  case exposureAboveAllDesigns(bits: Double)
  /// - sufficient: a design with enough controls.
  case exposureAboveCeiling(
    bits: Double, controls: Int, ceiling: Double, neededControls: Int, sufficient: Design)
  /// Without coins the one-run bound of epsilon does not exist.
  case noCoins
  case tooFewCoins(guesses: Int, coins: Int)
  case epsilonAboveCeiling(Double, guesses: Int, ceiling: Double)
  /// No design is large enough for a limit.
  case noSufficientDesign(GateLimit?)

  package var kind: Problem.Kind { .usage }

  package var field: String? {
    switch self {
    case .exposureBelowNullMean, .exposureAboveAllDesigns, .exposureAboveCeiling: "exposure"
    case .noCoins, .tooFewCoins, .epsilonAboveCeiling: "epsilon"
    case .noSufficientDesign: "max"
    }
  }

  package var message: String {
    switch self {
    case .exposureBelowNullMean(let bits, let nullMean):
      "a canary that the model never learnt has \(rounded(nullMean)) bits on average, so \(bits) "
        + "bits show nothing"
    case .exposureAboveAllDesigns(let bits): "no design has 2^\(bits) controls per speed"
    case .exposureAboveCeiling(let bits, let controls, let ceiling, let needed, _):
      "\(controls) controls per speed show \(rounded(ceiling)) bits at most; \(bits) bits take "
        + "\(needed) controls"
    case .noCoins: "without coins there is no one-run bound of epsilon"
    case .tooFewCoins(let guesses, let coins):
      "the one-run bound guesses \(guesses) coins, and there are \(coins) per speed"
    case .epsilonAboveCeiling(let epsilon, let guesses, let ceiling):
      "\(guesses) correct guesses show an epsilon of \(rounded(ceiling)) at most, not \(epsilon)"
    case .noSufficientDesign(let limit): "no design can show \(limit?.summary ?? "this limit")"
    }
  }

  package var hint: String? {
    switch self {
    case .exposureBelowNullMean: "ask for more bits than the null mean"
    case .exposureAboveAllDesigns:
      "the skew-normal extrapolation in the report has no upper bound"
    case .epsilonAboveCeiling(_, _, let ceiling):
      "the coins limit the number of guesses; ask for up to \(rounded(ceiling)), use more coins, or "
        + "read the heuristic bounds"
    case .noSufficientDesign: "raise the limit: 0.01 takes 299 canaries, 0.10 takes 29"
    case .exposureAboveCeiling(_, _, _, _, let design):
      "\(design.coins) coins and \(design.blocks) blocks are enough"
    case .noCoins: "use 200 coins"
    case .tooFewCoins(let guesses, _): "use \(max(200, guesses)) coins"
    }
  }

  private func rounded(_ value: Double) -> String { Files.rounded(value, places: 2) }
}
