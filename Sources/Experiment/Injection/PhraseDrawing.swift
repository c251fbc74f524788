import AuditModel
import Files
import Randomness

/// Draws a phrase for every candidate, such that no two are easily confused, and the recombination of
/// the phrase where the design has recombined controls.
///
/// The rules are the same for all candidates, because roles are assigned later: texts of words share
/// no run of four words; texts of letters or digits are different. A text that breaks a rule is
/// drawn again as a whole, from the candidate's own random stream, so that a redraw does not change
/// the other texts. A phrase and its recombination keep the rules together and are drawn again
/// together. So are a phrase and the other phrase that its sound says, in a design with shuffled texts.
package struct PhraseDrawing: Sendable {
  package private(set) var phrases: [Phrase?]
  /// The units of each phrase in another order; nil for candidates without a recombined control.
  package private(set) var recombinations: [Phrase?]
  private let source: PhraseSource
  private let hasRecombination: [Bool]
  private let texts: CanaryTexts
  /// The phrases that are said in place of `phrases`; nil unless texts are shuffled.
  private var sounds: [Phrase?]
  private var soundStreams: [RandomStream]
  private var streams: [RandomStream]
  private var orderStreams: [RandomStream]
  private var owner: [[String]: Int] = [:]
  /// The number of texts that were drawn again.
  package private(set) var redraws = 0

  private static let mostTries = 10_000
  private static let mostRounds = 20
  /// The number of adjacent words that no two texts share.
  static let sharedRun = 4

  /// - Parameters:
  ///   - recombined: for each candidate, whether it has a recombined control.
  ///   - texts: whether sounds say other phrases.
  package init(
    recombined: [Bool], texts: CanaryTexts = .own, source: PhraseSource, seed: Seed
  ) {
    phrases = Array(repeating: nil, count: recombined.count)
    recombinations = phrases
    sounds = phrases
    self.texts = texts
    soundStreams = recombined.indices.map { seed.stream("sounds/\($0)") }
    self.source = source
    hasRecombination = recombined
    streams = recombined.indices.map { seed.stream("phrases/\($0)") }
    orderStreams = recombined.indices.map { seed.stream("recombinations/\($0)") }
  }

  /// The phrase of a candidate and its recombination, if there is one.
  package func texts(_ index: Int) -> [Phrase] {
    [phrases[index], recombinations[index]].compactMap { $0 }
  }

  /// Draws the missing phrases, and again those that occur in the corpus.
  /// - Parameter isUsable: false for texts that cannot be spelled or are too long.
  package mutating func fill(
    avoiding corpus: CorpusText, where isUsable: (Phrase) -> Bool
  ) throws(Problem) {
    for _ in 0..<Self.mostRounds {
      try fill(where: isUsable)
      let occurring = phrases.indices.filter { texts($0).contains(where: corpus.contains) }
      if occurring.isEmpty { return }
      for index in occurring { discard(index) }
    }
    throw Problem(InjectionProblem.textsOccurInCorpus(length: source.length, unit: source.unit))
  }

  /// Draws the missing phrases.
  /// - Parameter isUsable: false for texts that cannot be spelled or are too long.
  package mutating func fill(where isUsable: (Phrase) -> Bool) throws(Problem) {
    for index in phrases.indices where phrases[index] == nil {
      try draw(index, where: isUsable)
    }
  }

  /// Discards the texts of a candidate, so that `fill` draws others.
  package mutating func discard(_ index: Int) {
    guard phrases[index] != nil else { return }
    let drawn = texts(index) + (sounds[index].map { [$0] } ?? [])
    for run in drawn.flatMap(runs) where owner[run] == index { owner[run] = nil }
    (phrases[index], recombinations[index], sounds[index]) = (nil, nil, nil)
    redraws += 1
  }

  private mutating func draw(
    _ index: Int, where isUsable: (Phrase) -> Bool
  ) throws(Problem) {
    var unusable = 0
    for _ in 0..<Self.mostTries {
      let phrase = source.draw(from: &streams[index])
      let other =
        hasRecombination[index]
        ? source.recombination(of: phrase, from: &orderStreams[index]) : nil
      let sound = texts == .shuffled ? source.draw(from: &soundStreams[index]) : nil
      let written = [phrase] + (other.map { [$0] } ?? [])
      let runs = (written + (sound.map { [$0] } ?? [])).flatMap(runs)
      let isUsable = written.allSatisfy(isUsable)
      if !isUsable { unusable += 1 }
      if isUsable, hasRecombination[index] == (other != nil),
        runs.allSatisfy({ owner[$0] == nil }), Set(runs).count == runs.count
      {
        for run in runs { owner[run] = index }
        phrases[index] = sound.map { phrase.said(as: $0) } ?? phrase
        (recombinations[index], sounds[index]) = (other, sound)
        return
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
