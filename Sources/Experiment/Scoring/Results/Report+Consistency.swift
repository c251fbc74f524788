import Files
import Statistics

extension Report {
  /// Throws if a report contradicts itself. Gates compute with reports that others wrote, so their
  /// parts must agree. `ReportRowConsistency` compares the rows with the tables.
  package func checkConsistency() throws(Problem) {
    do throws(Problem) {
      try design.validate()
    } catch {
      throw Problem(.badData, error.message, field: "design")
    }
    guard verdict.code == conditions.verdict, verdict.row == verdict.code.row else {
      throw contradiction("verdict", "does not follow from the conditions")
    }
    if let primaryAnalysis {
      let adjusted = correctedPValues(primaryAnalysis)
      for (test, p) in zip([primaryAnalysis.verbatim, primaryAnalysis.partial], adjusted) {
        guard (0...1).contains(p), (test.holm - p).magnitude <= 1e-9,
          test.rejected == (test.holm <= primaryAnalysis.alpha)
        else {
          throw contradiction("primary_analysis", "has p-values that contradict its decisions")
        }
        // The weights of several checkpoints have the p-values of the last one alone.
        if looks == nil, let smallest = test.weights?.map(\.adjustedP).min(),
          smallest != test.pValue
        {
          throw contradiction("primary_analysis", "has weights that contradict its p-values")
        }
      }
      guard primaryAnalysis.verbatim.rejected == conditions.verbatimRejected,
        primaryAnalysis.partial.rejected == conditions.partialRejected
      else { throw contradiction("conditions", "contradict the primary analysis") }
    }
    guard primaryAnalysis != nil || !(conditions.verbatimRejected || conditions.partialRejected)
    else {
      throw contradiction("primary_analysis", "is missing, but the conditions say that it rejects")
    }
    if let (field, message) = looksContradiction { throw contradiction(field, message) }
    let hasLeftOut = transcripts.policy == .skip && transcripts.missing.count > 0
    guard !hasLeftOut || !exploratory.isEmpty else {
      throw contradiction("exploratory", "is empty, although probes were left out")
    }
    for figure in figures ?? [] where figure.status == .declared {
      guard Self.declaredFigures.contains(figure.figure), exploratory.isEmpty else {
        throw contradiction("figures", "declare a figure that the ledger does not declare")
      }
    }
    guard speeds.isEmpty || speeds.map(\.speed) == design.speeds else {
      throw contradiction("speeds", "are not those of the design")
    }
    for speed in speeds where speed.tiers.map(\.repetitions) != design.repetitions {
      throw contradiction("tiers", "are not those of the design at \(trimmed(speed.speed))x")
    }
    for speed in speeds {
      if let bound = speed.privacy?.oneRun { try check(bound) }
      if let bound = speed.privacy?.gaussian {
        guard 0...(1 << 40) ~= bound.canaries, 0...bound.canaries ~= bound.guesses,
          0...bound.guesses ~= bound.correct
        else { throw contradiction("gaussian", "has more guesses than canaries") }
      }
    }
    try promise?.checkConsistency()
    try attribution?.checkConsistency(self)
    try furtherProbes?.checkConsistency(self)
  }

  private func check(_ bound: PrivacyResult.OneRun) throws(Problem) {
    let numbers = [bound.guessedTrained, bound.guessedControls, bound.correct, bound.canaries]
    guard numbers.allSatisfy((0...1 << 40).contains),
      bound.guessedTrained + bound.guessedControls <= bound.canaries,
      bound.correct <= bound.guessedTrained + bound.guessedControls
    else { throw contradiction("one_run", "has more guesses than canaries") }
  }

  private func contradiction(_ field: String, _ message: String) -> Problem {
    Problem(
      .badData, message, field: field,
      hint: "the file may have been edited; score the transcripts again to restore it")
  }
}
