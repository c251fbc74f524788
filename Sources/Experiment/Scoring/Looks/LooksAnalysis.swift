import AuditModel
import Files
import Statistics

/// The joint decision on several checkpoints.
///
/// All checkpoints have the same canaries with the same roles, so one relabeling serves them all,
/// and the maximum over checkpoints of the standardised statistics keeps the error of all of them
/// together at the level, however alike the checkpoints are.
extension Scorer {
  /// The scored canaries of one look.
  struct ScoredLook {
    let label: String
    let decision: String
    let rows: [CanaryRow]
  }

  /// The matches of all looks.
  /// - Throws: if a probe has no transcript at one of several looks and missing ones do not count
  ///   as empty: relabelings can be shared only if all looks have the same canaries.
  func matches(of looks: [Look]) throws(Problem) -> [TranscriptMatch] {
    var matches: [TranscriptMatch] = []
    for look in looks {
      let match = try TranscriptMatch(ledger, look.transcripts, matchingRules)
      if looks.count > 1, match.missing.count > 0, request.missing != .empty {
        let first = match.missing.first.first.map { ", the first is \($0)" } ?? ""
        throw Problem(
          .badData,
          "\(match.missing.count) probe(s) have no transcript at '\(look.label ?? "")'\(first)",
          file: look.transcripts.path,
          hint: match.rows == match.unknown.count
            ? "no line belongs to this ledger: name the transcripts of its own probe set"
            : "checkpoints are decided together only if each has transcribed the whole probe set")
      }
      matches.append(match)
    }
    return matches
  }

  /// The joint result; nil for a single look.
  ///
  /// - Parameters:
  ///   - matches: one for each look, with a transcript of every canary.
  ///   - last: the scored rows of the last look.
  func looksResult(
    _ looks: [Look], _ matches: [TranscriptMatch], last: [CanaryRow]
  ) -> Report.LooksResult? {
    guard looks.count > 1 else { return nil }
    let scored = zip(looks, matches).enumerated().map { index, look in
      var rows = last
      if index < looks.count - 1 {
        let scores = scores(of: transcripts(look.1.canaries))
        for canary in rows.indices { rows[canary].score = scores[canary] }
      }
      return ScoredLook(
        label: look.0.label ?? "", decision: look.0.transcripts.decision, rows: rows)
    }
    let groups = scored.map { primaryGroups($0.rows) }
    guard !groups[0].isEmpty else { return nil }
    let setting = ledger.header.primaryAnalysis
    let (verbatim, partial) = PrimaryTest.pValues(
      setting, looks: groups, permutations: setting.permutations, seed: ledger.seed,
      name: "primary_analysis")
    let pValues = [verbatim, partial]
    let holm = Holm.adjusted(families: pValues)
    func statistic(_ family: Int, _ look: Int) -> Report.LooksResult.Statistic {
      Report.LooksResult.Statistic(
        pValue: pValues[family][look], holm: holm[family][look],
        rejected: holm[family][look] <= setting.alpha)
    }
    return Report.LooksResult(
      looks: scored.enumerated().map { index, look in
        let controls = exact(look.rows) { $0.role == .control }
        return Report.LooksResult.Look(
          label: look.label, decision: look.decision, verbatim: statistic(0, index),
          partial: statistic(1, index), controls: controls,
          tiers: ledger.header.design.repetitions.map { repetitions in
            let tier = exact(look.rows) { $0.role == .trained && $0.repetitions == repetitions }
            return Report.LooksResult.Tier(
              repetitions: repetitions, exact: tier, exactGap: gap(tier, controls))
          })
      })
  }

  private func exact(_ rows: [CanaryRow], where isMember: (Canary) -> Bool) -> Proportion {
    let scores = rows.filter { isMember($0.canary) }.compactMap(\.score)
    return Proportion(hits: scores.count(where: \.isExact), trials: scores.count)
  }

  /// The reasons why a joint decision is exploratory.
  func exploratoryReasons(_ looks: [Look]) -> [String] {
    guard looks.count > 1 else { return [] }
    guard let declared = ledger.header.primaryAnalysis.looks else {
      return ["the ledger does not declare that \(looks.count) checkpoints are decided together"]
    }
    return looks.count > declared
      ? ["\(looks.count) checkpoints are decided together, but the ledger declares \(declared)"]
      : []
  }
}

extension Report.PrimaryAnalysisResult {
  /// Replaces the p-values of a single checkpoint by those of the last look of a family.
  mutating func adopt(_ looks: Report.LooksResult) {
    guard let last = looks.looks.last else { return }
    func adopt(_ result: inout Report.StatisticResult, _ look: Report.LooksResult.Statistic) {
      (result.pValue, result.holm, result.rejected) = (look.pValue, look.holm, look.rejected)
    }
    adopt(&verbatim, last.verbatim)
    adopt(&partial, last.partial)
  }
}
