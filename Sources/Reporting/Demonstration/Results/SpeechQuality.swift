import Files
import Randomness
import Scoring
import Statistics

/// Error rates on a dev set, pooled over its utterances, with 95% BCa bootstrap intervals over the
/// choice of utterances.
package struct SpeechQuality: Sendable {
  package var characters: ErrorRate
  package var words: ErrorRate
  package var characterInterval: Interval
  package var wordInterval: Interval

  /// Reads the output of `transcribe`.
  ///
  /// - Parameter path: JSON Lines with the reference as `text` and the transcript as `pred_text`.
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
      throw Problem(.badData, "contains no reference text", file: path)
    }
    characterInterval = Self.interval(pairs.map(\.characters), seed, "dev characters")
    wordInterval = Self.interval(pairs.map(\.words), seed, "dev words")
  }

  private struct Record: Decodable {
    let text: String
    let predText: String
  }

  private static let resamples = 2_000

  /// Resamples utterances by their index.
  private static func interval(_ rates: [ErrorRate], _ seed: Seed, _ name: String) -> Interval {
    let indices = rates.indices.map(Double.init)
    return Bootstrap.interval(
      of: [indices], confidence: 0.95, resamples: resamples, seed: seed, name: name
    ) { resampled in
      resampled[0].reduce(ErrorRate.zero) { $0 + rates[Int($1)] }.rate ?? 0
    }
  }
}
