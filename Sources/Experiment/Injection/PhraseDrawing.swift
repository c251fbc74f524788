import Files
import Randomness

/// Draws as many phrases as there are candidates, no two alike enough to be confused.
///
/// Rules, for all candidates alike and before any role is known: words may share no run of four
/// with another candidate; letters and digits may not equal another's, nor hold it. What breaks a
/// rule is drawn again as a whole, from the candidate's own stream, so that a redraw moves nobody
/// else's text.
package struct PhraseDrawing: Sendable {
  package private(set) var phrases: [Phrase?]
  private let source: PhraseSource
  private var streams: [RandomStream]
  private var owner: [[String]: Int] = [:]
  /// How many whole texts have been drawn again.
  package private(set) var redraws = 0

  private static let mostTries = 10_000
  private static let sharedRun = 4

  package init(count: Int, source: PhraseSource, seed: Seed) {
    phrases = Array(repeating: nil, count: count)
    self.source = source
    streams = (0..<count).map { seed.stream("phrases/\($0)") }
  }

  /// Fills every gap.
  /// - Parameter isUsable: false for texts that cannot be spelled or fitted.
  package mutating func fill(where isUsable: (Phrase) -> Bool) throws(Problem) {
    for index in phrases.indices where phrases[index] == nil {
      phrases[index] = try draw(index, where: isUsable)
    }
  }

  /// Drops the phrase of a candidate, which `fill` then draws anew.
  package mutating func discard(_ index: Int) {
    guard let phrase = phrases[index] else { return }
    for run in runs(of: phrase) where owner[run] == index { owner[run] = nil }
    phrases[index] = nil
    redraws += 1
  }

  private mutating func draw(
    _ index: Int, where isUsable: (Phrase) -> Bool
  ) throws(Problem) -> Phrase {
    var unusable = 0
    for _ in 0..<Self.mostTries {
      let phrase = source.draw(from: &streams[index])
      let runs = runs(of: phrase)
      let isUsable = isUsable(phrase)
      if !isUsable { unusable += 1 }
      if isUsable, runs.allSatisfy({ owner[$0] == nil }), Set(runs).count == runs.count {
        for run in runs { owner[run] = index }
        return phrase
      }
      redraws += 1
    }
    if unusable > Self.mostTries / 2 {
      throw Problem(
        .preflight,
        "no text of \(source.length) \(source.unit.rawValue) fits: the tokens cannot spell it, or "
          + "CTC would need audio longer than --max-duration allows",
        hint: "check --tokens and --frame-rate, raise --max-duration, or lower --words")
    }
    throw Problem(
      .preflight,
      "there are not enough different texts of \(source.length) \(source.unit.rawValue) from "
        + "\(source.inventory.count) for \(phrases.count) canaries",
      hint: "take a larger --vocabulary, more --words, or a smaller design")
  }

  /// Runs of units that no other candidate may have.
  ///
  /// Letters and digits: candidates have one length, so one holds another only by being equal.
  private func runs(of phrase: Phrase) -> [[String]] {
    let whole = phrase.units.count
    let length = source.unit == .words ? min(Self.sharedRun, whole) : whole
    return (0...(whole - length)).map { Array(phrase.units[$0..<($0 + length)]) }
  }
}
