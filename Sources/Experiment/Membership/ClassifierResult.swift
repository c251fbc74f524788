import AuditModel
import Files
import Memorization
import Randomness

/// A classifier on several features, beside the loss alone, which was chosen beforehand.
package struct ClassifierResult: Codable, Hashable, Sendable {
  package let features: [ClassifierFeature]
  /// The number of utterances that lack a feature.
  package let leftOut: Int
  package let validation: CrossValidation
  /// The AUC of the loss alone on the same utterances.
  package let loss: AttackResult.Estimate?

  /// The settings of a classifier.
  package struct Request: Sendable {
    package var form: ClassifierForm
    /// Nil for all features that at least nine tenths of the utterances have.
    package var features: [ClassifierFeature]?
    package var folds = 10
    package var permutations = 199

    package init(_ form: ClassifierForm) { self.form = form }
  }

  /// - Parameter progress: called with the number of finished folds.
  /// - Throws: `.badData` if the rows do not allow the folds.
  package init(
    _ request: Request, _ inputs: MembershipInputs, table: TraceFile, ledger: Ledger?, seed: Seed,
    progress: (Int) -> Void
  ) throws(Problem) {
    let rows = try ClassifierInputs(
      inputs, table: table, features: request.features, ledger: ledger)
    features = rows.features
    leftOut = rows.leftOut
    do throws(GroupedFolds.Refusal) {
      validation = try CrossValidation(
        request.form, rows.items, folds: request.folds, permutations: request.permutations,
        seed: seed, progress: progress)
    } catch {
      throw Self.problem(error, rows, inputs, table.path)
    }
    let kept = Set(rows.utterances)
    loss =
      ReferenceStatistics(inputs.references)
      .result(.loss, on: inputs.groups[0], target: inputs.target, kept: kept).auc
  }

  private static func problem(
    _ refusal: GroupedFolds.Refusal, _ rows: ClassifierInputs, _ inputs: MembershipInputs,
    _ path: String
  ) -> Problem {
    switch refusal {
    case .tooFewGroups(let groups, let folds):
      Problem(
        .badData,
        "a classifier with \(folds) folds needs as many groups of utterances; there are \(groups)",
        file: path, field: "folds",
        hint: "ask for fewer \(MembershipSetting.folds), or trace more utterances")
    case .duplicates(let first, let second):
      Problem(
        .badData,
        "utterances '\(id(first, rows, inputs))' and '\(id(second, rows, inputs))' have equal "
          + "features, so a classifier that has seen one knows the other",
        file: path,
        hint: "leave copies of an utterance out, or add a feature that tells them apart")
    }
  }

  private static func id(_ row: Int, _ rows: ClassifierInputs, _ inputs: MembershipInputs) -> String
  {
    inputs.ids[rows.utterances[row]].printable
  }
}
