import Canaries
import Files

extension Report {
  /// Throws where a report says two things: what a gate reckons with must make sense, whoever wrote
  /// the file. Its canaries' rows are held against its counts where they are read.
  package func checkConsistency() throws(Problem) {
    do throws(Problem) {
      try design.validate()
    } catch {
      throw Problem(.badData, error.message, field: "design")
    }
    guard verdict.code == conditions.verdict, verdict.row == verdict.code.row else {
      throw contradiction("verdict", "is not the one that the conditions lead to")
    }
    if let headline {
      guard headline.verbatim.rejected == conditions.verbatimRejected,
        headline.partial.rejected == conditions.partialRejected
      else { throw contradiction("conditions", "are not those of the headline") }
    }
    let hasLeftOut = transcripts.policy == .skip && transcripts.missing.count > 0
    guard !hasLeftOut || !exploratory.isEmpty else {
      throw contradiction("exploratory", "is empty, and probes were left out")
    }
    guard speeds.isEmpty || speeds.map(\.speed) == design.speeds else {
      throw contradiction("speeds", "are not those of the design")
    }
    for speed in speeds where speed.tiers.map(\.repetitions) != design.repetitions {
      throw contradiction("tiers", "are not those of the design at \(trimmed(speed.speed))x")
    }
  }

  private func contradiction(_ field: String, _ message: String) -> Problem {
    Problem(.badData, message, field: field, hint: "was it edited? asr-audit score writes it again")
  }
}
