import Files
import Membership
import Memorization
import Reports
import Scoring

extension MembershipPage {
  /// The classifier on several features; nil if none was requested.
  var classifierSection: Section? {
    guard let classifier = result.classifier else { return nil }
    let validation = classifier.validation
    return Section(
      "Classifier",
      [
        .paragraph(
          """
          \(ClassifierText.title(validation.form)) on the features \
          \(listed(classifier.features.map(\.rawValue))), with \(validation.folds) folds, tuning inside \
          each fold, and \(validation.permutations) permutations of the whole procedure. The loss alone \
          was chosen for comparison beforehand. \
          \(counted(classifier.leftOut, "utterance lacks", "utterances lack")) a feature.
          """),
        .table(
          Table(
            [
              .words("score"), .numbers("members"), .numbers("non-members"), .numbers("AUC"),
              .numbers("p"),
            ],
            [
              [
                validation.form.rawValue, "\(validation.members)", "\(validation.nonMembers)",
                number(validation.auc), validation.pValue.map { pValueText($0) } ?? "–",
              ],
              [
                "loss", "\(validation.members)", "\(validation.nonMembers)",
                classifier.loss.map {
                  "\(number($0.value)) [\(number($0.lower)), \(number($0.upper))]"
                } ?? "–", "–",
              ],
            ].map { $0.map { Text($0) } })),
      ])
  }
}

/// The names of classifiers in prose.
package enum ClassifierText {
  package static func title(_ form: ClassifierForm) -> String {
    switch form {
    case .lssvm: "The least-squares support vector machine (LSSVM)"
    case .mimm: "The maximum generalization-memorization machine (MIMM)"
    case .wimm: "The weighted generalization-memorization machine (WIMM)"
    }
  }
}
