import AuditModel
import Files
import Foundation
import Integrity

/// The proof of consumption: what training used of the canaries, from the files that it read or
/// wrote.
package struct Consumption: Sendable {
  package let evidence: ConsumptionEvidence
  /// Utterances that a log says to have left out without naming them.
  package let unnamedExclusions: Int
  /// The number of files of controls that are not in the probe set, whose sound was not looked for.
  package let missingSounds: Int
  /// The number of audio files whose sound was compared with that of controls.
  package let comparedSounds: Int
  /// Ids of the form of an audit that the ledger does not have.
  package let foreignIDs: Int
  /// Copies that were found by their text only.
  package let textCopies: Int
  /// Files that list copies which another file, made from them, does not have.
  package let replaced: [(file: String, by: String, missing: Int)]
  /// Logs of the embedded recogniser that end before every canary was used once.
  package let incompleteRuns: [String]
  /// Excluded speed-perturbed copies of canaries whose original is kept.
  package let excludedPerturbed: Int

  /// The kind of a log of the embedded recogniser.
  package static let engineLogKind = "log of asr-audit train"

  /// - Parameters:
  ///   - directory: the directory of the audit, whose probe set has the audio of controls; nil if
  ///     sounds are not compared.
  ///   - files: manifests, data directories, cut sets, lists of ids, logs, and outputs of
  ///     `asr-audit train`.
  ///   - survival: the prediction with the recipe's profile; nil without one.
  /// - Throws: also if no file names a canary.
  package init(
    _ ledger: Ledger, root: Digest, directory: String?, files: [String],
    survival: SurvivalCheck?, tool: String
  ) throws(Problem) {
    var seen = SeenFiles(ledger, directory: directory)
    var runs: [EngineRun] = []
    for file in files {
      if let log = EngineRun.log(at: file) {
        runs.append(try EngineRun(log: log))
      } else {
        try seen.read(file)
      }
    }
    let outcomes = survival.map { check in
      Dictionary(
        check.rows.map { ($0.canary.probeID, $0.survival.outcome) },
        uniquingKeysWith: { first, _ in first })
    }
    let listed = seen.sets.listed
    let canaries = ledger.canaries.enumerated().filter { $0.element.repetitions > 0 }
      .map { index, canary in
        let outcome = outcomes?[canary.probeID]
        // A message that counts utterances and names none may be about any of them, unless the
        // recipe's rules keep the canary.
        let isListedInVain = seen.unnamedExclusions > 0 && outcome != .survives
        return Self.evidence(
          of: canary, index, listed: isListedInVain ? [] : listed[index] ?? [], seen, runs, ledger,
          isDropped: outcome.map { $0 == .dropped })
      }
    let sources =
      seen.sources
      + runs.map {
        ConsumptionEvidence.Source(
          file: $0.log, kind: Self.engineLogKind, lines: $0.lines, matches: $0.examples)
      }
    let isLeftOut = runs.contains { run in
      !run.leftOut.isEmpty && !run.leftOut.isDisjoint(with: ledger.trainingIDs)
    }
    if runs.allSatisfy({ $0.examples == 0 }), !isLeftOut, listed.isEmpty, seen.logged.isEmpty,
      seen.excluded.isEmpty, seen.leaked.isEmpty
    {
      throw Self.noCanary(files, seen)
    }
    let leaking = Set(seen.leaked.map(\.file))
    if let file = seen.sets.withoutCanaries.first(where: { !leaking.contains($0) }) {
      throw Problem(
        .badData,
        "mentions no canary, although another file does: a filter may have dropped all of them",
        file: file, hint: "leave this file out if training does not read it")
    }
    evidence = ConsumptionEvidence(
      tool: tool, root: root, sources: sources, canaries: canaries, leakedControls: seen.leaked)
    unnamedExclusions = seen.unnamedExclusions
    missingSounds = seen.missingSounds
    comparedSounds = seen.comparedSounds
    foreignIDs = seen.foreignIDs
    textCopies = seen.textCopies
    replaced = seen.sets.replaced.map { ($0.file, $0.by, $0.missing) }
    incompleteRuns = runs.filter { $0.examples > 0 && $0.wholeEpochs(ledger) == 0 }.map(\.log)
    excludedPerturbed = seen.excludedPerturbed
  }

  private static func evidence(
    of canary: Canary, _ index: Int, listed: Set<Int>, _ seen: SeenFiles, _ runs: [EngineRun],
    _ ledger: Ledger, isDropped: Bool?
  ) -> ConsumptionEvidence.CanaryEvidence {
    let excluded = seen.excluded[index] ?? []
    let logged = seen.loggedCopies[index] ?? []
    var used = listed.union(logged).subtracting(excluded)
    var level: ConsumptionEvidence.Level =
      used.isEmpty ? .planted : logged.subtracting(excluded).isEmpty ? .inTrainingSet : .seen
    var presentations = seen.logged[index]
    var leftOut: Set<Int> = []
    for run in runs {
      let left = Set(
        canary.trainingIDs.indices.filter { run.leftOut.contains(canary.trainingIDs[$0]) })
      leftOut.formUnion(left)
      let remaining = Set(canary.trainingIDs.indices).subtracting(left)
      let epochs = run.wholeEpochs(ledger)
      guard epochs > 0, !remaining.isEmpty else { continue }
      used.formUnion(remaining)
      presentations = (presentations ?? 0) + epochs * remaining.count
      level = max(level, run.hasGradients ? .gradient : .seen)
    }
    used.subtract(leftOut)
    if used.isEmpty { level = .planted }
    return ConsumptionEvidence.CanaryEvidence(
      probe: canary.probeID, repetitions: canary.repetitions, level: level, copies: used.count,
      excluded: excluded.union(leftOut).count, presentations: presentations,
      isPredictedToBeDropped: isDropped)
  }

  private static func noCanary(_ files: [String], _ seen: SeenFiles) -> Problem {
    let file = files.count == 1 ? files[0] : nil
    if let empty = seen.sources.first(where: { $0.lines == 0 }) {
      return Problem(.badData, "is empty", file: empty.file)
    }
    let names = files.count == 1 ? "" : " (\(abbreviatedList(files)))"
    if seen.foreignIDs > 0 {
      return Problem(
        .badData,
        "names \(seen.foreignIDs) ids of the form of an audit and none of this ledger\(names)",
        file: file, hint: "is it the file of another audit? Name the ledger that belongs to it")
    }
    if seen.unnamedExclusions > 0 {
      return Problem(
        .badData,
        "says that \(seen.unnamedExclusions) utterances were left out and names none\(names)",
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

extension EngineRun {
  /// The number of times that every used copy was processed; with Poisson sampling the mean, or 0 if a
  /// copy may have been missed.
  func wholeEpochs(_ ledger: Ledger) -> Int {
    let used = ledger.canaries.reduce(0) { sum, canary in
      sum + canary.trainingIDs.count { !leftOut.contains($0) }
    }
    guard used > 0 else { return 0 }
    // A copy with a mean of m is never drawn with a probability of at most exp(-m). All copies were
    // drawn with a probability of 99% or more if the sum over the copies is at most 0.01.
    let copies = Double(used)
    guard !isSampled || copies * exp(-Double(examples) / copies) <= 0.01 else { return 0 }
    return examples / used
  }
}
