import Files
import Transcripts

/// The places of words in the probe set as an aligner wrote them: a CTM file, whose lines are
/// `name channel start duration word [confidence]` with times in seconds.
package struct Alignment: Sendable {
  private let path: String
  private let utterances: [String: Entry]

  private struct Entry: Sendable {
    var line: Int
    var times: [Range<Double>] = []
  }

  package init(_ path: String) throws(Problem) {
    self.path = path
    var utterances: [String: Entry] = [:]
    let reader = try LineReader(path)
    while let line = try reader.next() {
      guard let text = line.bytes.text else {
        throw Problem(.badData, "is not UTF-8", file: path, line: line.number)
      }
      if CTMLine.isEmpty(text[...]) { continue }
      guard let word = CTMLine(text[...]), word.start >= 0, word.duration >= 0,
        (word.start + word.duration).isFinite
      else {
        throw Problem(
          .badData, "expected a name, a channel, a start, a duration and a word", file: path,
          line: line.number, hint: "a CTM has a line for each word, with times in seconds")
      }
      let id = stem(of: String(word.name))
      utterances[id, default: Entry(line: line.number)].times
        .append(word.start..<word.start + word.duration)
    }
    self.utterances = utterances
  }

  /// The places of the words of a probe; nil if the file does not have it.
  /// - Parameters:
  ///   - words: the number of words of its text.
  ///   - seconds: the length of its sound.
  package func times(of id: String, words: Int, seconds: Double) throws(Problem) -> [Range<Double>]?
  {
    guard let entry = utterances[id] else { return nil }
    let times = entry.times.sorted { $0.lowerBound < $1.lowerBound }
    guard times.count == words else {
      throw Problem(
        .badData, "'\(id)' has \(times.count) words here and \(words) in the ledger", file: path,
        line: entry.line, hint: "align the texts of the probe set with its audio")
    }
    // Aligners round times to frames of up to 40 ms.
    guard let end = times.last?.upperBound, end <= seconds + 0.04 else {
      throw Problem(
        .badData,
        "the words of '\(id)' end at \(times.last?.upperBound ?? 0) s, but its sound is "
          + "\(seconds) s long", file: path, line: entry.line,
        hint: "align the audio of this probe set; times are in seconds")
    }
    return times.map { min($0.lowerBound, seconds)..<min($0.upperBound, seconds) }
  }
}
