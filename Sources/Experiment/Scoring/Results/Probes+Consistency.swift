import AuditModel
import Files

extension Report.ProbesResult {
  /// Throws if the tables contradict one another or the design.
  func checkConsistency(_ report: Report) throws(Problem) {
    let tiers = report.design.repetitions
    for kind in kinds {
      guard kind.tiers.map(\.repetitions) == tiers else {
        throw contradiction("has other tiers than the design")
      }
      guard kind.isDeclared == declaredFamilies?.contains(kind.family) ?? false else {
        throw contradiction("declares a family that the ledger does not declare")
      }
      guard kind.test.map({ $0.observed.isFinite }) ?? true else {
        throw contradiction("has a test without a value")
      }
      guard let masked = kind.masked else { continue }
      guard masked.map(\.repetitions) == [0] + tiers,
        masked.allSatisfy({ group in
          let parts = [group.hiddenWords, group.otherCanary, group.neither, group.unanswered]
          return parts.allSatisfy((0..<1 << 40).contains)
            && parts.reduce(0, +) == group.probes
        })
      else { throw contradiction("has outcomes that do not add up to the probes") }
    }
    guard Set(kinds.map(\.kind)).count == kinds.count,
      Set(kinds.map(\.kind)).isDisjoint(with: unanswered)
    else { throw contradiction("has a kind twice") }
  }

  private func contradiction(_ message: String) -> Problem {
    Problem(
      .badData, message, field: "further_probes",
      hint: "the file may have been edited; score the transcripts again to restore it")
  }
}
