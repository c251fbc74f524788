import AuditModel
import Files
import Scoring
import TestSupport
import Transcripts

extension Experiment {
  /// Scores several checkpoints together. Each hears what `heard` says at the time.
  package func score(
    together looks: [(label: String, heard: [String: String])]
  ) throws -> (report: Report, rows: [CanaryRow]) {
    let directory = try TemporaryDirectory()
    var request = ScoringRequest(
      ledger: ledger, root: "00", commitment: commitment, normalizer: normalizer, tool: "test")
    request.missing = missing
    return try Scorer(request).score(
      looks.enumerated().map { index, look in
        let lines = look.heard.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
        let path = try directory.write("look-\(index)", lines.joined())
        return Look(
          label: look.label, transcripts: try TranscriptReader(path: path, format: .kaldi))
      })
  }
}
