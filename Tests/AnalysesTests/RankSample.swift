import Analyses
import Randomness
import Ranking
import Reports
import Traces

/// A ranking of made-up losses.
enum RankSample {
  /// - Parameters:
  ///   - name: turns the number of an utterance into its id.
  ///   - text: the text of every utterance, and what was heard.
  static func analysis(
    utterances: Int = 120, isMeasured: Bool = false, name: (Int) -> String = { "u\($0)" },
    text: String = "seven red apples"
  ) throws -> RankAnalysis {
    var numbers = SplitMix(key: 5)
    var rows: [TraceRow] = []
    for utterance in 0..<utterances {
      for pass in 1...6 {
        let scale = utterance < 6 ? 30.0 : 3.0
        let isMissing = utterance == 9 && pass == 4
        var row = TraceRow(
          id: name(utterance), pass: pass,
          loss: isMissing
            ? nil : scale / Double(pass) * Double.random(in: 0.8...1.2, using: &numbers))
        row.tokens = 2 + utterance % 5
        row.frames = 80 + utterance
        if utterance < 10 { row.hypothesis = text }
        if utterance == 3 {
          row.worstToken = text
          row.worstTokenLoss = 7.5
        }
        rows.append(row)
      }
    }
    for pass in 1...6 { rows.append(TraceRow(id: name(utterances), pass: pass, loss: nil)) }
    let ranked = try RankedUtterances(TraceTable(rows))
    var analysis = RankAnalysis(ranked)
    var listings: [String: RankAnalysis.Listing] = [:]
    for utterance in 0..<(utterances - 1) {
      listings[name(utterance)] = .init(text: text, audio: text, line: utterance + 1)
    }
    analysis.listings = listings
    analysis.untraced = 4
    analysis.sounds = .init(
      conflicts: [
        .init(kind: .equal, similarity: 1, ids: [name(1), name(2)]),
        .init(kind: .near, similarity: 0.9987, ids: [name(1), name(3)]),
      ], duplicates: 1, searchedNear: false)
    if isMeasured {
      analysis.recall = [
        Recall(.swapped, ranked.order, planted: [0, 1, 2], others: [3])!,
        Recall(.oneWord, ranked.order, planted: [3], others: [0, 1, 2])!,
      ]
      analysis.planted = [name(0): .swapped, name(3): .oneWord]
    }
    return analysis
  }
}

extension RankSample {
  /// The losses of a finished model.
  static func finished() throws -> RankedUtterances {
    try RankedUtterances(TraceTable((0..<10).map { TraceRow(id: "\($0)", loss: Double($0)) }))
  }
}
