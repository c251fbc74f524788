import Files
import Statistics

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
    guard verdict.title == verdict.code.title, verdict.explanation == verdict.code.explanation
    else {
      throw contradiction("verdict", "is put in other words than its code's")
    }
    if let primaryAnalysis {
      let adjusted = Holm.adjusted([
        primaryAnalysis.verbatim.pValue, primaryAnalysis.partial.pValue,
      ])
      for (test, p) in zip([primaryAnalysis.verbatim, primaryAnalysis.partial], adjusted) {
        guard (0...1).contains(p), (test.holm - p).magnitude <= 1e-9,
          test.rejected == (test.holm <= primaryAnalysis.alpha)
        else {
          throw contradiction("primary_analysis", "its p-values and what they reject do not agree")
        }
      }
      guard primaryAnalysis.verbatim.rejected == conditions.verbatimRejected,
        primaryAnalysis.partial.rejected == conditions.partialRejected
      else { throw contradiction("conditions", "are not those of the primary analysis") }
    }
    guard primaryAnalysis != nil || !(conditions.verbatimRejected || conditions.partialRejected)
    else {
      throw contradiction("primary_analysis", "is not there, and the conditions have it reject")
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
    for speed in speeds {
      if let bound = speed.privacy?.oneRun { try check(bound) }
    }
  }

  private func check(_ bound: PrivacyResult.OneRun) throws(Problem) {
    let numbers = [bound.guessedTrained, bound.guessedControls, bound.correct, bound.canaries]
    guard numbers.allSatisfy((0...1 << 40).contains),
      bound.guessedTrained + bound.guessedControls <= bound.canaries,
      bound.correct <= bound.guessedTrained + bound.guessedControls
    else { throw contradiction("one_run", "counts more guesses than there are") }
  }

  private func contradiction(_ field: String, _ message: String) -> Problem {
    Problem(.badData, message, field: field, hint: "was it edited? asr-audit score writes it again")
  }
}
