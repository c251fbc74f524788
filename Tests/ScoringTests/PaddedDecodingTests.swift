import AuditModel
import Foundation
import Scoring
import TestSupport
import Testing
import Transcripts

/// One trained model (transformers, Wav2Vec2-BERT with CTC) whose probe set was decoded one utterance
/// at a time, and in batches of 64 whose padding was decoded as well.
@Suite struct PaddedDecodingTests {
  private static let directory = "\(packageRoot)/Fixtures/padded-decoding"

  private func report(_ transcripts: String) throws -> Report {
    let (ledger, root) = try LedgerFile.read("\(Self.directory)/ledger.json")
    let request = ScoringRequest(
      ledger: ledger, root: root.hex, commitment: .absent, normalizer: .basic, tool: "test")
    let reader = try TranscriptReader(path: "\(Self.directory)/\(transcripts)")
    return try Scorer(request).score(reader).report
  }

  @Test func `decoded padding does not weaken the verdict and is named`() throws {
    let single = try report("single.tsv")
    #expect(single.verdict.code == .detectedVerbatim && single.warnings.isEmpty)
    #expect(single.speeds[0].tiers.allSatisfy { $0.trained.exact.rate == 1 })

    let padded = try report("padded.tsv")
    #expect(padded.speeds[0].tiers.allSatisfy { $0.trained.exact.rate == 0 })
    #expect(padded.title.hasPrefix("Memorization detected: at least partial"))
    #expect(padded.verdict.explanation.contains("The decoder does not write texts exactly"))
    #expect(padded.warnings.contains { $0.contains("also decodes the padding of a batch") })
    #expect(padded.conditions.hidesMemorization)
  }
}
