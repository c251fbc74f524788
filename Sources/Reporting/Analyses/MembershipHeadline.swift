import Files
import Memorization
import Reports

/// The result that a membership analysis leads with: the primary attack on the most memorised utterances, or
/// on all where the reference models choose none.
package struct MembershipHeadline {
  private let analysis: MembershipAnalysis

  package init(_ analysis: MembershipAnalysis) { self.analysis = analysis }

  package var result: AttackResult? {
    guard let group = analysis.groups.first else { return nil }
    return (group.kept.isEmpty ? group.all : group.kept).first {
      $0.attack == analysis.primaryAttack
    }
  }

  /// A sentence on how well the reference models resemble the target.
  package static func fit(_ fit: ReferenceFit) -> String {
    let spread = fit.deviation.map { " (models differ by \(number($0)) nats)" } ?? ""
    let shift =
      "\(number(abs(fit.nonMemberShift))) nats "
      + (fit.nonMemberShift < 0 ? "less" : "more")
    let text =
      "Half of the non-members have at least \(shift) loss under the target than under reference models "
      + "that were not trained on them\(spread)."
    return fit.isPoor
      ? text
        + " The references are not trained like the target, which can make LiRA weaker than the loss."
      : text
  }

  package var sentence: String {
    guard let result else { return "" }
    let choice =
      analysis.groups[0].kept.isEmpty
      ? "all utterances" : "the \(percent(analysis.keep)) that the references memorise most"
    return "The attack '\(analysis.primaryAttack.title)' on \(choice): AUC \(result.aucText)."
  }
}
