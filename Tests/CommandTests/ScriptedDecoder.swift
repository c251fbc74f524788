import Foundation

/// A simulated recogniser that looks up the texts in the ledger. It transcribes check utterances
/// correctly unless stated otherwise.
enum ScriptedDecoder: String, CaseIterable, Sendable {
  /// Canaries of tiers 8 and 16 word for word, all others wrong.
  case verbatim
  /// Half of the words of canaries of tiers 8 and 16, and tracers word for word; all others wrong.
  case halfRight
  /// Half of the words of every canary, trained or not, and tracers word for word.
  case alike
  case recognisesEverything
  /// Empty transcripts, also of check utterances.
  case returnsNothing

  /// The transcripts by probe id.
  func transcripts(_ ledger: LedgerRecord) -> [String: String] {
    var transcripts: [String: String] = [:]
    for checkUtterance in ledger.checkUtterances {
      transcripts[checkUtterance.probe] = self == .returnsNothing ? "" : checkUtterance.text
    }
    for canary in ledger.canaries + (ledger.recombinedControls ?? []) {
      transcripts[canary.probe] = transcript(canary)
    }
    return transcripts
  }

  private func transcript(_ canary: LedgerRecord.Canary) -> String {
    let words = canary.text.split(separator: " ")
    let half = words.prefix((words.count + 1) / 2).joined(separator: " ")
    let isMemorised = canary.repetitions >= 8
    switch self {
    case .verbatim: return isMemorised ? canary.text : "mumble"
    case .halfRight:
      return canary.repetitions == 64 ? canary.text : isMemorised ? half : "mumble"
    case .alike: return canary.repetitions == 64 ? canary.text : half
    case .recognisesEverything: return canary.text
    case .returnsNothing: return ""
    }
  }

  /// Decodes a NeMo probe manifest as NeMo does: adds `pred_text` to every line.
  func decodeNeMo(probe: String, ledger: LedgerRecord) throws -> String {
    let transcripts = transcripts(ledger)
    var lines = ""
    for line in try String(contentsOfFile: probe, encoding: .utf8).split(separator: "\n") {
      let entry = try JSONDecoder().decode(ProbeEntry.self, from: Data(line.utf8))
      let id = URL(fileURLWithPath: entry.path).deletingPathExtension()
        .lastPathComponent
      lines += line.dropLast() + #", "pred_text": "\#(transcripts[id]!)"}"# + "\n"
    }
    return lines
  }

  /// Decodes a Kaldi probe directory as Kaldi does: a `text` file with the transcripts.
  func decodeKaldi(probe: String, ledger: LedgerRecord) throws -> String {
    let transcripts = transcripts(ledger)
    return try String(contentsOfFile: "\(probe)/text", encoding: .utf8).split(separator: "\n")
      .map { line in
        let id = String(line.prefix { $0 != " " })
        return "\(id) \(transcripts[id]!)\n"
      }
      .joined()
  }

  private struct ProbeEntry: Decodable {
    let path: String
    private enum CodingKeys: String, CodingKey { case path = "audio_filepath" }
  }
}
