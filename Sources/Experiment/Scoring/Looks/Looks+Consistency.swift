import Files
import Statistics

extension Report {
  /// The p-values of verbatim and partial after correction: those of the last look if several are
  /// decided together, else Holm's.
  func correctedPValues(_ primaryAnalysis: PrimaryAnalysisResult) -> [Double] {
    looks.map { $0.corrected.compactMap(\.last) }
      ?? Holm.adjusted([primaryAnalysis.verbatim.pValue, primaryAnalysis.partial.pValue])
  }

  /// The first part of the looks and the history that contradicts another.
  var looksContradiction: (field: String, message: String)? {
    if let history, history.reports < max(1, looks?.looks.count ?? 1) {
      return ("history", "has fewer reports than this one")
    }
    if let declaredLooks, declaredLooks < 1 { return ("declared_looks", "is below 1") }
    guard let looks else { return nil }
    guard let primaryAnalysis, looks.looks.count > 1 else {
      return ("looks", "need a primary analysis and at least two checkpoints")
    }
    guard Set(looks.looks.map(\.label)).count == looks.looks.count else {
      return ("looks", "have a label twice")
    }
    let corrected = looks.corrected
    for (index, look) in looks.looks.enumerated() {
      guard look.tiers.map(\.repetitions) == design.repetitions else {
        return ("looks", "have other tiers than the design")
      }
      for (result, family) in zip([look.verbatim, look.partial], corrected) {
        guard (result.holm - family[index]).magnitude <= 1e-9,
          result.rejected == (result.holm <= primaryAnalysis.alpha)
        else { return ("looks", "have p-values that contradict their decisions") }
      }
    }
    let last = looks.looks[looks.looks.count - 1]
    guard last.verbatim.pValue == primaryAnalysis.verbatim.pValue,
      last.partial.pValue == primaryAnalysis.partial.pValue
    else { return ("looks", "contradict the primary analysis") }
    let isDeclared = declaredLooks.map { looks.looks.count <= $0 } ?? false
    return isDeclared || !exploratory.isEmpty
      ? nil : ("exploratory", "is empty, although the looks were not declared")
  }
}

extension Report.LooksResult {
  /// The corrected p-values, [statistic][look]; p-values outside 0...1 count as 1.
  fileprivate var corrected: [[Double]] {
    let families = [looks.map(\.verbatim.pValue), looks.map(\.partial.pValue)]
    return Holm.adjusted(
      families: families.map { $0.map { (0...1).contains($0) ? $0 : 1 } })
  }
}
