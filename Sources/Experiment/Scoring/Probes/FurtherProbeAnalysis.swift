import AuditModel
import Files
import Statistics

/// Trained canaries against controls in every kind of further probe.
extension Scorer {
  /// - Parameter probeSet: the transcripts of the probe set, which `same` is compared with.
  /// - Throws: if some probes of a kind have transcripts and others have none, unless the request says
  ///   what they count as.
  func furtherProbes(
    _ answers: ProbeAnswers, _ silence: Report.SilenceResult?, probeSet: [String?]
  ) throws(Problem) -> Report.ProbesResult {
    let all = answers.byKind(ledger)
    let silent = answers.silence
    var missing = NamedCount()
    for kind in all where !kind.isUnanswered { for id in kind.missing { missing.add(id) } }
    guard missing.count == 0 || request.missing != .error else {
      throw Problem(
        .badData,
        "\(missing.count) further probes have no transcript, such as \(missing.first[0]), although "
          + "others of their kind do", file: answers.path,
        hint:
          "transcribe all of them; \(MatchSetting.missing) empty or skip says what a missing one "
          + "counts as")
    }
    let kinds = all.filter { !$0.isUnanswered }
    let scored = kinds.map { kind in scoredKind(kind, probeSet: probeSet) }
    let tests = tests(scored)
    return Report.ProbesResult(
      source: answers.source, permutations: ledger.header.primaryAnalysis.permutations,
      declaredFamilies: ledger.header.probeFamilies,
      kinds: zip(scored, tests).map { result($0, $1) },
      unanswered: all.filter(\.isUnanswered).map(\.kind)
        + silent.filter { $0.asked > 0 && $0.transcripts.isEmpty }.map(\.kind),
      missing: missing, unknown: answers.unknown,
      silence: silent.contains { !$0.transcripts.isEmpty } ? silence : nil)
  }

  // MARK: - Scores

  private struct ScoredKind {
    let kind: ProbeKind
    /// The scored canaries, tracers excepted.
    let rows: [CanaryRow]
    /// The score of each of them in the test.
    let testScores: [Double]
    let outcomes: [MaskedAnswer.Outcome]
    let checkUtterances: ErrorRate?
    let changed: Proportion?
  }

  private func scoredKind(_ kind: KindAnswers, probeSet: [String?]) -> ScoredKind {
    let asked = kind.canaries.indices.filter { index in
      kind.canaries[index] != nil
        || request.missing == .empty
          && (kind.kind.family != .masked || kind.hidden[index] != nil)
    }
    var transcripts = kind.canaries
    for index in asked where transcripts[index] == nil { transcripts[index] = "" }
    let scores = scores(of: transcripts)
    let masks = MaskedTexts(ledger, canaryNormalizer)
    var rows: [CanaryRow] = []
    var testScores: [Double] = []
    var outcomes: [MaskedAnswer.Outcome] = []
    for index in asked where ledger.canaries[index].role != .tracer {
      let score = scores[index]!
      rows.append(CanaryRow(canary: ledger.canaries[index], score: score))
      guard kind.kind.family == .masked else {
        testScores.append(score.characterAccuracy)
        continue
      }
      let outcome = masks.outcome(
        index, hiding: kind.hidden[index] ?? 0..<0, transcript: score.transcript)
      outcomes.append(outcome)
      testScores.append(outcome == .hiddenWords ? 1 : 0)
    }
    let compared = asked.filter { probeSet[$0] != nil }
    let changed = compared.count { probeSet[$0] != transcripts[$0] }
    return ScoredKind(
      kind: kind.kind, rows: rows, testScores: testScores, outcomes: outcomes,
      checkUtterances: wordErrors(kind),
      changed: kind.kind.family == .same
        ? Proportion(hits: changed, trials: compared.count) : nil)
  }

  /// The errors in the words of check utterances. Hidden words are no part of the reference.
  private func wordErrors(_ kind: KindAnswers) -> ErrorRate? {
    guard !kind.checkUtterances.isEmpty else { return nil }
    var counter = ErrorCounter()
    return kind.checkUtterances.map { utterance in
      var words = utterance.text.split(separator: " ")
      if let hidden = utterance.hidden { words.removeSubrange(hidden) }
      return counter.errors(
        request.normalizer(words.joined(separator: " ")),
        request.normalizer(utterance.transcript)
      ).words
    }.pooled
  }

  // MARK: - Tests

  /// The test of each kind. Kinds of declared families are one family of hypotheses, all others are
  /// another one: an exploratory kind does not change the p-value of a declared one.
  private func tests(_ kinds: [ScoredKind]) -> [Report.ProbeTest?] {
    var tests = [Report.ProbeTest?](repeating: nil, count: kinds.count)
    for areDeclared in [true, false] {
      let own = kinds.indices.filter { index in
        isDeclared(kinds[index].kind.family) == areDeclared
          && [Canary.Role.trained, .control].allSatisfy { role in
            kinds[index].rows.contains { $0.canary.role == role }
          }
      }
      guard !own.isEmpty else { continue }
      let outcomes = stepDown(own.map { kinds[$0] }).outcomes(
        permutations: ledger.header.primaryAnalysis.permutations, seed: ledger.seed,
        name: "further probes, declared: \(areDeclared)")
      for (index, outcome) in zip(own, outcomes) {
        tests[index] = Report.ProbeTest(
          observed: outcome.observed, adjustedP: outcome.adjustedP, isExact: outcome.isExact)
      }
    }
    return tests
  }

  /// One hypothesis for each kind. A canary without a score in a kind gets the mean of its block there,
  /// which is the same in every relabeling.
  private func stepDown(_ kinds: [ScoredKind]) -> StepDownTest {
    let weights = ledger.header.primaryAnalysis.weights
    let scores = kinds.map { kind in
      Dictionary(
        zip(kind.rows.map(\.canary.probeID), kind.testScores), uniquingKeysWith: { a, _ in a })
    }
    let strata = ledger.canaries.filter { $0.role != .tracer }.grouped(by: \.labelGroup).map {
      block in
      let columns = scores.map { known in
        let own = block.map { known[$0.probeID] }
        let found = own.compactMap(\.self)
        let mean = found.isEmpty ? 0 : mean(found)
        return own.map { $0 ?? mean }
      }
      return Stratum(
        scores: columns.flatMap { column in weights.map { _ in column } },
        weights: columns.flatMap { _ in
          weights.map { weight in block.map { weight.value($0.repetitions) } }
        })
    }
    return StepDownTest(
      strata: strata,
      hypotheses: kinds.indices.map { kind in
        Array(kind * weights.count..<(kind + 1) * weights.count)
      })
  }

  private func isDeclared(_ family: ProbeFamily) -> Bool {
    ledger.header.probeFamilies?.contains(family) ?? false
  }

  // MARK: - Tables

  private func result(
    _ scored: ScoredKind, _ test: Report.ProbeTest?
  ) -> Report.KindResult {
    let controls = scored.rows.filter { $0.canary.role == .control }
    let controlGroup = Report.GroupResult(controls.map { $0.score! })
    let tiers = ledger.header.design.repetitions.map { repetitions in
      let rows = scored.rows.filter { $0.canary.repetitions == repetitions }
      let trained = Report.GroupResult(rows.map { $0.score! })
      return Report.ProbeTier(
        repetitions: repetitions, trained: trained,
        exactGap: gap(trained.exact, controlGroup.exact),
        nearGap: gap(trained.near, controlGroup.near),
        characterGap: difference(
          trained.meanCharacterAccuracy, controlGroup.meanCharacterAccuracy),
        characterGapInterval: characterGapInterval(
          rows, controls, name: "further probes, \(scored.kind.name), tier \(repetitions)"))
    }
    return Report.KindResult(
      family: scored.kind.family, strength: scored.kind.strength,
      isDeclared: isDeclared(scored.kind.family), controls: controlGroup, tiers: tiers, test: test,
      checkUtterances: scored.checkUtterances, changedTranscripts: scored.changed,
      masked: scored.kind.family == .masked ? maskedGroups(scored) : nil)
  }

  private func maskedGroups(_ scored: ScoredKind) -> [Report.MaskedGroup] {
    ([0] + ledger.header.design.repetitions).map { repetitions in
      let own = zip(scored.rows, scored.outcomes).filter { row, _ in
        row.canary.repetitions == repetitions
      }.map(\.1)
      func count(_ outcome: MaskedAnswer.Outcome) -> Int { own.count { $0 == outcome } }
      return Report.MaskedGroup(
        repetitions: repetitions, probes: own.count, hiddenWords: count(.hiddenWords),
        otherCanary: count(.otherCanary), neither: count(.neither),
        unanswered: count(.unanswered))
    }
  }
}
