import Files
import Randomness

/// Draws a phrase for every candidate, such that no two are easily confused.
///
/// The rules are the same for all candidates, because roles are assigned later: texts of words share
/// no run of four words; texts of letters or digits are different. A text that breaks a rule is
/// drawn again as a whole, from the candidate's own random stream, so that a redraw does not change
/// the other texts.
package struct PhraseDrawing: Sendable {
  package private(set) var phrases: [Phrase?]
  private let source: PhraseSource
  private var streams: [RandomStream]
  private var owner: [[String]: Int] = [:]
  /// The number of texts that were drawn again.
  package private(set) var redraws = 0

  private static let mostTries = 10_000
  private static let mostRounds = 20
  private static let sharedRun = 4

  package init(count: Int, source: PhraseSource, seed: Seed) {
    phrases = Array(repeating: nil, count: count)
    self.source = source
    streams = (0..<count).map { seed.stream("phrases/\($0)") }
  }

  /// Draws the missing phrases, and again those that occur in the corpus.
  /// - Parameter isUsable: false for texts that cannot be spelled or are too long.
  package mutating func fill(
    avoiding corpus: CorpusText, where isUsable: (Phrase) -> Bool
  ) throws(Problem) {
    for _ in 0..<Self.mostRounds {
      try fill(where: isUsable)
      let occurring = phrases.indices.filter { corpus.contains(phrases[$0]!) }
      if occurring.isEmpty { return }
      for index in occurring { discard(index) }
    }
    throw Problem(InjectionProblem.textsOccurInCorpus(length: source.length, unit: source.unit))
  }

  /// Draws the missing phrases.
  /// - Parameter isUsable: false for texts that cannot be spelled or are too long.
  package mutating func fill(where isUsable: (Phrase) -> Bool) throws(Problem) {
    for index in phrases.indices where phrases[index] == nil {
      phrases[index] = try draw(index, where: isUsable)
    }
  }

  /// Discards the phrase of a candidate, so that `fill` draws another.
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
      throw Problem(InjectionProblem.textsDoNotFit(length: source.length, unit: source.unit))
    }
    throw Problem(
      InjectionProblem.tooFewTexts(
        length: source.length, unit: source.unit, inventory: source.inventory.count,
        canaries: phrases.count))
  }

  /// The runs of units that no other candidate may have. For letters and digits that is the whole
  /// text, because all texts have the same length.
  private func runs(of phrase: Phrase) -> [[String]] {
    let whole = phrase.units.count
    let length = source.unit == .words ? min(Self.sharedRun, whole) : whole
    return (0...(whole - length)).map { Array(phrase.units[$0..<($0 + length)]) }
  }
}
