import Analyses
import Files
import Foundation
import Ranking
import Testing

@Suite struct RankDocumentTests {
  private func object(_ analysis: RankAnalysis, seed: String? = nil) throws -> [String: Any] {
    let document = AnalysisDocument(.rank, tool: "1.2.3", seed: seed, RankDocument(analysis))
    return try #require(
      JSONSerialization.jsonObject(with: Data(document.bytes)) as? [String: Any])
  }

  @Test func `the frame names format, version, kind and tool`() throws {
    let object = try object(RankSample.analysis(), seed: "7")
    #expect(object["format"] as? String == "asr-audit analysis")
    #expect(object["version"] as? Int == 1)
    #expect(object["kind"] as? String == "rank")
    #expect(object["tool"] as? String == "1.2.3")
    #expect(object["seed"] as? String == "7")
    #expect(Set(object.keys) == ["format", "version", "kind", "tool", "seed", "rank"])
    #expect(try self.object(RankSample.analysis())["seed"] == nil)
  }

  @Test func `the results have figures, gaps, conflicts and rows`() throws {
    let rank = try #require(object(RankSample.analysis())["rank"] as? [String: Any])
    #expect(rank["meaning"] as? String == "unknown")
    #expect(rank["utterances"] as? Int == 120)
    #expect(rank["passes"] as? Int == 6 && rank["burn_in"] as? Int == 1)
    #expect(rank["without_loss"] as? Int == 1)
    #expect(rank["without_loss_ids"] as? [String] == ["u120"])
    #expect(rank["missing_losses"] as? Int == 1 && rank["incomplete"] as? Int == 1)
    #expect(rank["untraced"] as? Int == 4 && rank["unlisted"] as? Int == 1)
    let conflicts = try #require(rank["conflicts"] as? [[String: Any]])
    #expect(conflicts.map { $0["kind"] as? String } == ["equal", "near"])
    #expect(conflicts[0]["ids"] as? [String] == ["u1", "u2"])
    let worst = try #require(rank["worst"] as? [[String: Any]])
    #expect(worst.count == 120)
    #expect(worst.map { $0["rank"] as? Int } == (1...120).map { $0 })
    // The first half of each bin's twelve worst.
    let first = Set(worst.prefix(12).compactMap { $0["id"] as? String })
    #expect(first.isSuperset(of: (0..<6).map { "u\($0)" }))
    #expect(worst.count { $0["is_conflicting"] as? Bool == true } == 3)
  }

  @Test func `a ranking with planted errors is measured`() throws {
    let rank = try #require(object(RankSample.analysis(isMeasured: true))["rank"] as? [String: Any])
    #expect(rank["meaning"] as? String == "measured")
    let recall = try #require(rank["recall"] as? [[String: Any]])
    #expect(recall.map { $0["kind"] as? String } == ["swapped", "one_word"])
    #expect((recall[0]["points"] as? [[String: Any]])?.count == Recall.cutoffs.count)
  }

  @Test func `a large ranking lists its first 1,000 utterances`() throws {
    let document = try RankDocument(RankSample.analysis(utterances: 1_100))
    #expect(document.worst.count == 1_000 && document.utterances == 1_100)
    #expect(try RankDocument.rows(RankSample.analysis(utterances: 1_100)).count == 1_100)
  }

  @Test func `a decoded document is the encoded one`() throws {
    let document = try RankDocument(RankSample.analysis(isMeasured: true))
    let bytes = JSONCoding.encoded(document, pretty: false)
    let decoded = try JSONCoding.decoded(RankDocument.self, from: bytes)
    #expect(JSONCoding.encoded(decoded, pretty: false) == bytes)
  }

  @Test func `the table has a row for each utterance and a cell for each column`() throws {
    let rows = try RankDocument.rows(RankSample.analysis(text: "a\tb\nc\r\u{85}\u{2028}d"))
    let columns = RankTable.header.split(separator: 0x09, omittingEmptySubsequences: false).count
    for row in rows {
      let line = RankTable.line(row)
      #expect(line.split(separator: 0x09, omittingEmptySubsequences: false).count == columns)
      #expect(line.last == 0x0A && !line.dropLast().contains { $0 < 0x20 && $0 != 0x09 })
    }
    let first = String(decoding: RankTable.line(rows[0]), as: UTF8.self)
    #expect(first.hasPrefix("1\t\(rows[0].id)\t"))
    #expect(first.contains("\ta b c   d\ta b c   d\n"))
  }

  @Test(.enabled(if: AnalysisSchema.isPresent, "no fixtures"))
  func `the schema has the keys of a document`() throws {
    let schema = try AnalysisSchema()
    schema.check(try object(RankSample.analysis(isMeasured: true), seed: "1"))
    schema.check(try object(RankAnalysis(RankSample.analysis().ranked)))
    #expect(schema.kinds == AnalysisKind.allCases.map(\.rawValue))
  }
}
