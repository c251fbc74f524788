import Foundation

/// A model that behaves as told: it looks the answers up in the ledger. Check utterances are right unless
/// said otherwise.
enum ScriptedDecoder: String, CaseIterable, Sendable {
  /// Word for word on canaries of tiers 8 and 16, deaf to all others.
  case verbatim
  /// Half of the words of canaries of tiers 8 and 16, never all.
  case halfRight
  /// Half of the words of every canary, trained or not.
  case alike
  case recognisesEverything
  /// Nothing, check utterances included.
  case returnsNothing

  /// What it hears, by probe id.
  func transcripts(_ ledger: LedgerRecord) -> [String: String] {
    var heard: [String: String] = [:]
    for checkUtterance in ledger.checkUtterances {
      heard[checkUtterance.probe] = self == .returnsNothing ? "" : checkUtterance.text
    }
    for canary in ledger.canaries { heard[canary.probe] = transcript(canary) }
    return heard
  }

  private func transcript(_ canary: LedgerRecord.Canary) -> String {
    let words = canary.text.split(separator: " ")
    let half = words.prefix((words.count + 1) / 2).joined(separator: " ")
    let isLoud = canary.repetitions >= 8
    switch self {
    case .verbatim: return isLoud ? canary.text : "mumble"
    case .halfRight: return isLoud ? half : "mumble"
    case .alike: return half
    case .recognisesEverything: return canary.text
    case .returnsNothing: return ""
    }
  }

  /// Decodes a NeMo probe manifest as NeMo does: every line again, with `pred_text`.
  func decodeNeMo(probe: String, ledger: LedgerRecord) throws -> String {
    let heard = transcripts(ledger)
    var lines = ""
    for line in try String(contentsOfFile: probe, encoding: .utf8).split(separator: "\n") {
      let entry = try JSONDecoder().decode(ProbeEntry.self, from: Data(line.utf8))
      let id = URL(fileURLWithPath: entry.path).deletingPathExtension()
        .lastPathComponent
      lines += line.dropLast() + #", "pred_text": "\#(heard[id]!)"}"# + "\n"
    }
    return lines
  }

  /// Decodes a Kaldi probe directory as Kaldi does: `text` with other words.
  func decodeKaldi(probe: String, ledger: LedgerRecord) throws -> String {
    let heard = transcripts(ledger)
    return try String(contentsOfFile: "\(probe)/text", encoding: .utf8).split(separator: "\n")
      .map { line in
        let id = String(line.prefix { $0 != " " })
        return "\(id) \(heard[id]!)\n"
      }
      .joined()
  }

  private struct ProbeEntry: Decodable {
    let path: String
    private enum CodingKeys: String, CodingKey { case path = "audio_filepath" }
  }
}
