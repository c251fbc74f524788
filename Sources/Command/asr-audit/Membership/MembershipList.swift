import Files
import Membership
import Memorization

/// `utterances.tsv`: a line for each audited utterance, the most memorised first.
struct MembershipList {
  private let inputs: MembershipInputs
  private let analysis: MembershipAnalysis

  init(_ inputs: MembershipInputs, _ analysis: MembershipAnalysis) {
    self.inputs = inputs
    self.analysis = analysis
  }

  var text: String {
    let statistics = ReferenceStatistics(inputs.references)
    let memorization = statistics.memorization
    let members = Set(inputs.groups[0].members)
    let order = inputs.ids.indices.sorted { first, second in
      let (a, b) = (memorization[first]?.value, memorization[second]?.value)
      return (b ?? -.infinity, first) < (a ?? -.infinity, second)
    }
    let rows = order.map { utterance in
      let loss = inputs.target[utterance]
      let score = loss.flatMap {
        statistics.score(analysis.primaryAttack, of: utterance, loss: $0)
      }
      let estimate = memorization[utterance]
      return [
        cell(inputs.ids[utterance]), members.contains(utterance) ? "yes" : "no",
        number(loss), number(score), number(estimate?.value), number(estimate?.standardError),
        String(statistics.losses[utterance].in.count),
        String(statistics.losses[utterance].out.count),
      ].joined(separator: "\t")
    }
    let head = [
      "id", "member", "loss", "score", "memorization", "standard_error", "references_in",
      "references_out",
    ]
    return ([head.joined(separator: "\t")] + rows).joined(separator: "\n") + "\n"
  }

  private func number(_ value: Double?) -> String { value.map { rounded($0, places: 6) } ?? "" }

  /// An id without the characters that end a cell or a line.
  private func cell(_ id: String) -> String {
    String(String.UnicodeScalarView(id.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}
