import ArgumentParser
import Files
import Scoring

/// The options that state which hypothesis belongs to which probe.
struct MatchingOptions: ParsableArguments {
  enum Match: String, CaseIterable, ExpressibleByArgument {
    case id
    case order
  }

  @Option(
    help: ArgumentHelp(
      "Match transcripts with probes by their ids, or by their order if they have none.",
      discussion: """
        With 'order' there must be one hypothesis for each entry of the probe set.
        """))
  var match = Match.id

  @Option(
    help: ArgumentHelp(
      "The file whose entries were transcribed, for --match order (default: the probe manifest beside "
        + "the ledger).", valueName: "file"))
  var probe: String?

  @Option(
    help: ArgumentHelp(
      "Score the most favourable of the first hypotheses of each probe, not the first.",
      discussion: "The report is exploratory.", valueName: "number"))
  var bestOf = 1

  func validate() throws {
    guard bestOf >= 1 else {
      throw ValidationError("'--best-of' takes a number of hypotheses of 1 or more.")
    }
    guard probe == nil || match == .order else {
      throw ValidationError("'--probe' needs '--match order'.")
    }
  }

  var isByOrder: Bool { match == .order }

  /// - Parameters:
  ///   - ledger: the path of the ledger, beside which the probe set is.
  ///   - manifest: the name of the probe manifest; "" for a data directory.
  func rules(ledger: String, _ manifest: String) throws(Problem) -> MatchingRules {
    var rules = MatchingRules()
    rules.bestOf = bestOf
    if isByOrder {
      let directory = "\(parentDirectory(of: ledger))/probe"
      rules.order = try ProbeOrder(
        path: probe ?? "\(directory)/\(manifest.isEmpty ? "text" : manifest)")
      diagnose(
        "order of the probes: \(rules.order?.names.count ?? 0) entries of \(rules.order?.path ?? "")"
      )
    }
    return rules
  }
}
