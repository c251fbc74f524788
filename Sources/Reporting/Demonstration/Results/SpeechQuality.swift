import Files
import Randomness
import Scoring
import Statistics
import Transcripts

/// How well ordinary speech is recognised: error rates over all of it, with intervals over the draw of
/// the utterances (BCa bootstrap, 95%).
package struct SpeechQuality: Sendable {
  package var characters: ErrorRate
  package var words: ErrorRate
  package var characterInterval: Interval
  package var wordInterval: Interval

  /// - Parameter path: what `transcribe` wrote: `text` is the reference, `pred_text` what was heard.
  package init(_ path: String, seed: Seed) throws(Problem) {
    var pairs: [(characters: ErrorRate, words: ErrorRate)] = []
    var counter = ErrorCounter()
    let bytes = try readFile(path)
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      let record: Record
      do throws(Problem) {
        record = try JSONCoding.decoded(Record.self, from: Array(line))
      } catch {
        throw error.located(in: path, line: number + 1)
      }
      pairs.append(counter.errors(record.text, record.predText))
    }
    characters = pairs.reduce(.zero) { $0 + $1.characters }
    words = pairs.reduce(.zero) { $0 + $1.words }
    guard characters.rate != nil, words.rate != nil else {
      throw Problem(.badData, "holds no text to judge by", file: path)
    }
    characterInterval = Self.interval(pairs.map(\.characters), seed, "dev characters")
    wordInterval = Self.interval(pairs.map(\.words), seed, "dev words")
  }

  private struct Record: Decodable {
    let text: String
    let predText: String
  }

  private static let resamples = 2_000

  /// Utterances are drawn whole: their places stand in for them.
  private static func interval(_ rates: [ErrorRate], _ seed: Seed, _ name: String) -> Interval {
    let places = rates.indices.map(Double.init)
    return Bootstrap.interval(
      of: [places], confidence: 0.95, resamples: resamples, seed: seed, name: name
    ) { drawn in
      drawn[0].reduce(ErrorRate.zero) { $0 + rates[Int($1)] }.rate ?? 0
    }
  }
}
