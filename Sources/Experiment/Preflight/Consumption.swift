import AuditModel
import Files
import Integrity
import Manifests

/// The proof of consumption: what training used of the canaries, from the files that it read or
/// wrote.
package struct Consumption: Sendable {
  package let evidence: ConsumptionEvidence
  package let notes: ConsumptionNotes
  /// The number of files of controls that are not in the probe set, whose sound was not looked for.
  package let missingSounds: Int
  /// The number of audio files whose sound was compared with that of controls.
  package let comparedSounds: Int
  /// Files that list copies which another file, made from them, does not have.
  package let replaced: [(file: String, by: String, missing: Int)]
  /// Files that `inject` wrote, which show what training was given and not what it kept.
  package let injected: [String]
  /// Copies with changed names that do not count, because utterances were left out by their names.
  package let renamedCopies: Int
  /// Logs of the embedded recogniser that end before every canary was used once.
  package let incompleteRuns: [String]
  /// Logs of the embedded recogniser in which all gradients of canaries are zero.
  package let runsWithoutGradient: [String]
  /// The utterances that a log says to have left out, if they are fewer than the copies that the
  /// profile predicts to be dropped; nil otherwise.
  package let contradiction: (leftOut: Int, predicted: Int)?
  /// Excluded speed-perturbed copies of canaries whose original is kept.
  package let excludedPerturbed: Int

  /// The kind of a log of the embedded recogniser.
  package static let engineLogKind = "log of asr-audit train"

  /// - Parameters:
  ///   - directory: the directory of the audit, whose probe set has the audio of controls; nil if
  ///     sounds are not compared.
  ///   - files: manifests, data directories, cut sets, lists of ids, logs, and outputs of
  ///     `asr-audit train`.
  ///   - leftOut: lists of utterances that training did not use.
  ///   - survival: the prediction with the recipe's profile; nil without one.
  /// - Throws: also if no file names a canary.
  package init(
    _ ledger: Ledger, root: Digest, directory: String?, files: [String], leftOut: [String] = [],
    survival: SurvivalCheck?, tool: String
  ) throws(Problem) {
    let written = directory.map {
      ["\($0)/train"]
        + ((try? NamePattern(ledger.header.corpus.trainingManifest(in: "\($0)/train")).names) ?? [])
    }
    var seen = SeenFiles(ledger, directory: directory, injected: written ?? [])
    var runs: [EngineRun] = []
    for file in files {
      if let log = EngineRun.log(at: file) {
        runs.append(try EngineRun(log: log, of: ledger))
      } else {
        try seen.read(file)
      }
    }
    for file in leftOut { try seen.read(file, as: .leftOut) }
    let listed = seen.sets.listed
    let listedByTraining = seen.sets.listedByTraining
    let listedIDs = Set(
      listed.flatMap { canary, numbers in numbers.map { ledger.canaries[canary].trainingIDs[$0] } })
    var uses: [RunUse] = []
    for run in runs {
      uses.append(RunUse(run: run, ids: try run.used(of: ledger, listed: listedIDs)))
    }
    let outcomes = survival.map { check in
      Dictionary(
        check.rows.map { ($0.canary.probeID, $0.survival.outcome) },
        uniquingKeysWith: { first, _ in first })
    }
    var predictedDrops = 0
    var canaries: [ConsumptionEvidence.CanaryEvidence] = []
    for (index, canary) in ledger.canaries.enumerated() where canary.repetitions > 0 {
      let prediction = outcomes?[canary.probeID].map(ConsumptionEvidence.Prediction.init)
      // A message that counts utterances and names none may be about any of them, unless the
      // recipe's rules keep the canary. So may one that names utterances whose names were changed.
      let isListedInVain = seen.notes.unnamedExclusions > 0 && prediction != .survives
      // The manifest of `inject` shows what training was given and not what it kept.
      let isPredicted = prediction == .survives || prediction == .atRisk
      var copies = (isPredicted ? listed : listedByTraining)[index] ?? []
      if seen.notes.unresolvedExclusions > 0 {
        copies = copies.filter { !seen.renamed.contains(.init(canary: index, number: $0)) }
      }
      if prediction == .dropped { predictedDrops += listed[index]?.count ?? 0 }
      canaries.append(
        Self.evidence(
          of: canary, index, listed: isListedInVain ? [] : copies, seen, uses,
          prediction))
    }
    let sources =
      seen.sources
      + runs.map {
        ConsumptionEvidence.Source(
          file: $0.log, kind: Self.engineLogKind, lines: $0.lines, matches: $0.examples)
      }
    try Self.requireCanaries(files, seen, runs, ledger)
    evidence = ConsumptionEvidence(
      tool: tool, root: root, sources: sources, canaries: canaries, leakedControls: seen.leaked)
    notes = seen.notes
    missingSounds = seen.missingSounds
    comparedSounds = seen.comparedSounds
    replaced = seen.sets.replaced.map { ($0.file, $0.by, $0.missing) }
    injected = files.filter { seen.isInjected($0) }
    renamedCopies = seen.notes.unresolvedExclusions > 0 ? seen.renamed.count : 0
    incompleteRuns = runs.filter { $0.copies > 0 && $0.wholeEpochs == 0 }.map(\.log)
    runsWithoutGradient = runs.filter { $0.gradients == .allZero }.map(\.log)
    let unnamed = seen.notes.unnamedExclusions
    contradiction =
      unnamed > 0 && unnamed < predictedDrops ? (unnamed, predictedDrops) : nil
    excludedPerturbed = seen.excludedPerturbed
  }

  /// The copies that a run of the embedded recogniser used, by their ids.
  private struct RunUse {
    let run: EngineRun
    let ids: Set<String>
  }

  private static func evidence(
    of canary: Canary, _ index: Int, listed: Set<Int>, _ seen: SeenFiles, _ uses: [RunUse],
    _ prediction: ConsumptionEvidence.Prediction?
  ) -> ConsumptionEvidence.CanaryEvidence {
    let excluded = seen.excluded[index] ?? []
    let logged = seen.loggedCopies[index] ?? []
    var used = listed.union(logged).subtracting(excluded)
    var level: ConsumptionEvidence.Level =
      used.isEmpty ? .planted : logged.subtracting(excluded).isEmpty ? .inTrainingSet : .seen
    var presentations = seen.logged[index]
    var leftOut: Set<Int> = []
    for use in uses {
      let run = use.run
      let copies = canary.trainingIDs.indices.filter { use.ids.contains(canary.trainingIDs[$0]) }
      leftOut.formUnion(
        canary.trainingIDs.indices.filter { run.leftOut.contains(canary.trainingIDs[$0]) })
      let epochs = run.wholeEpochs
      // Gradients of zero change no weight.
      guard epochs > 0, !copies.isEmpty, run.gradients != .allZero else { continue }
      used.formUnion(copies)
      presentations = (presentations ?? 0) + epochs * copies.count
      level = max(level, run.gradients == .positive ? .gradient : .seen)
    }
    used.subtract(leftOut)
    used.subtract(excluded)
    if used.isEmpty { level = .planted }
    return ConsumptionEvidence.CanaryEvidence(
      probe: canary.probeID, repetitions: canary.repetitions, level: level, copies: used.count,
      excluded: excluded.union(leftOut).count, presentations: presentations, prediction: prediction)
  }

  /// Refuses files that name no canary, all of them or one beside others.
  private static func requireCanaries(
    _ files: [String], _ seen: SeenFiles, _ runs: [EngineRun], _ ledger: Ledger
  ) throws(Problem) {
    let isLeftOut = runs.contains { !$0.leftOut.isDisjoint(with: ledger.trainingIDs) }
    let notes = seen.notes
    if runs.allSatisfy({ $0.copies == 0 }), !isLeftOut, seen.sets.isEmpty, seen.logged.isEmpty,
      seen.excluded.isEmpty, seen.leaked.isEmpty, seen.excludedPerturbed == 0,
      notes.unclearLines.count + notes.comments.count + notes.onlyPerturbed.count == 0
    {
      throw noCanary(files, seen)
    }
    let leaking = Set(seen.leaked.map(\.file))
    if let file = seen.sets.withoutCanaries.first(where: { !leaking.contains($0) }) {
      throw Problem(
        .badData,
        "mentions no canary, although another file does: a filter may have dropped all of them",
        file: file, hint: "leave this file out if training does not read it")
    }
  }

  private static func noCanary(_ files: [String], _ seen: SeenFiles) -> Problem {
    let file = files.count == 1 ? files[0] : nil
    if let empty = seen.sources.first(where: { $0.lines == 0 }) {
      return Problem(.badData, "is empty", file: empty.file)
    }
    let names = files.count == 1 ? "" : " (\(abbreviatedList(files)))"
    if seen.notes.foreignIDs > 0 {
      return Problem(
        .badData,
        "names \(seen.notes.foreignIDs) ids of the form of an audit and none of this ledger\(names)",
        file: file, hint: "is it the file of another audit? Name the ledger that belongs to it")
    }
    if seen.notes.unnamedExclusions > 0 {
      return Problem(
        .badData,
        "says that \(seen.notes.unnamedExclusions) utterances were left out and names none\(names)",
        file: file,
        hint: "name the manifest that training read as well, and compare the counts")
    }
    return Problem(
      .badData, "mentions no canary\(names)", file: file,
      hint:
        "the likeliest cause is that training read the original manifest and not the one in the "
        + "audit's folder train")
  }

  /// True if training is known to have used every copy, and no control.
  package var isComplete: Bool {
    evidence.leakedControls.isEmpty
      && evidence.canaries.allSatisfy { $0.consumedCopies == $0.repetitions }
  }

  /// The number of canaries with a level of evidence.
  package func count(_ level: ConsumptionEvidence.Level) -> Int {
    evidence.canaries.count { $0.level == level }
  }
}
