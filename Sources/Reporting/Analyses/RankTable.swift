/// The lines of `ranked.tsv`: all ranked utterances, the worst first, with a header.
package enum RankTable {
  private static let columns: [(title: String, value: @Sendable (RankDocument.Row) -> String?)] = [
    ("rank", { String($0.rank) }), ("id", { $0.id }), ("excess", { String($0.excess) }),
    ("share", { String($0.share) }),
    ("cumulative_loss", { String($0.cumulativeLoss) }), ("final_loss", { String($0.finalLoss) }),
    ("loss_iqr", { $0.lossIqr.map { String($0) } }),
    ("gradient_norm", { $0.gradientNorm.map { String($0) } }),
    ("input_gradient_norm", { $0.inputGradientNorm.map { String($0) } }),
    ("curvature", { $0.curvature.map { String($0) } }),
    ("hessian_trace", { $0.hessianTrace.map { String($0) } }), ("worst_token", { $0.worstToken }),
    ("worst_token_loss", { $0.worstTokenLoss.map { String($0) } }),
    ("tokens", { $0.tokens.map { String($0) } }), ("frames", { $0.frames.map { String($0) } }),
    ("bin", { String($0.bin) }), ("conflict", { $0.isConflicting ? "yes" : "no" }),
    ("planted", { $0.planted?.rawValue }), ("audio", { $0.audio }), ("text", { $0.text }),
    ("heard", { $0.heard }),
  ]

  package static var header: [UInt8] { line(columns.map(\.title)) }

  package static func line(_ row: RankDocument.Row) -> [UInt8] {
    line(columns.map { $0.value(row) ?? "" })
  }

  private static func line(_ cells: [String]) -> [UInt8] {
    Array((cells.map(cell).joined(separator: "\t") + "\n").utf8)
  }

  /// A value without the characters that end a cell or a line, which TSV cannot express.
  private static func cell(_ text: String) -> String {
    var cell = ""
    for scalar in text.unicodeScalars {
      let endsCell = scalar.value < 0x20 || [0x7F, 0x85, 0x2028, 0x2029].contains(scalar.value)
      cell.unicodeScalars.append(endsCell ? " " : scalar)
    }
    return cell
  }
}
