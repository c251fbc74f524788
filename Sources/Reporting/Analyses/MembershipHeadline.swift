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

  package var sentence: String {
    guard let result else { return "" }
    let choice =
      analysis.groups[0].kept.isEmpty
      ? "all utterances" : "the \(percent(analysis.keep)) that the references memorise most"
    return "The attack '\(analysis.primaryAttack.title)' on \(choice): AUC \(result.aucText)."
  }
}
