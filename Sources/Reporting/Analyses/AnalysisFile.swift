import Files
import Membership
import Scoring

/// An `analysis.json` or `ranked.json` that a gate reads.
package struct AnalysisFile: Sendable {
  package enum Content: Sendable {
    case rank(RankDocument)
    case membership(MembershipResult)
  }

  package let path: String
  package let content: Content

  /// Whether the analysis has the quantity of a limit.
  package func has(_ metric: AnalysisJudgement.Metric) -> Bool {
    switch (metric, content) {
    case (.conflicts, .rank), (.suspects, .rank), (.membership, .membership): true
    default: false
    }
  }

  /// The part of a document that is the same for all kinds.
  private struct Frame: Decodable {
    let format: String
    let version: Int
    let kind: String
  }

  private struct Rank: Decodable { let rank: RankDocument }
  private struct Membership: Decodable { let membership: MembershipResult }

  /// - Throws: `.badData` for a file that is no analysis, or of a version or a kind that no limit is for.
  package static func read(_ path: String) throws(Problem) -> AnalysisFile {
    let bytes = try readFile(path)
    do throws(Problem) {
      return AnalysisFile(path: path, content: try content(bytes))
    } catch {
      throw error.located(in: path)
    }
  }

  private static func content(_ bytes: [UInt8]) throws(Problem) -> Content {
    let frame = try JSONCoding.decoded(Frame.self, from: bytes)
    guard frame.format == "asr-audit analysis" else {
      throw Problem(
        .badData, "is no analysis", field: "format",
        hint: "name the ranked.json of rank, or the analysis.json of membership")
    }
    guard frame.version == 1 else {
      throw Problem(
        .badData, "has version \(frame.version), and this program reads version 1",
        field: "version")
    }
    switch AnalysisKind(rawValue: frame.kind) {
    case .rank:
      let document = try JSONCoding.decoded(Rank.self, from: bytes).rank
      guard (0...1 << 40).contains(document.utterances) else {
        throw Problem(.badData, "expected a number from 0", field: "rank.utterances")
      }
      return .rank(document)
    case .membership:
      return .membership(try JSONCoding.decoded(Membership.self, from: bytes).membership)
    case .capacity, .geometry, .comparison, nil:
      throw Problem(
        .badData, "no limit is for an analysis of the kind '\(frame.kind.printable)'",
        field: "kind", hint: "gate files have limits for rank and membership")
    }
  }
}
