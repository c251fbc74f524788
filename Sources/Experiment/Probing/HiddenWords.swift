/// The words of a text that a mask hides.
package enum HiddenWords: Sendable {
  case lastWord, middleWord, lastTwoWords

  /// The places of the hidden words, from 0; nil for a text that is too short: at least one word stays
  /// visible, and a middle word has neighbours.
  package func places(among words: Int) -> Range<Int>? {
    switch self {
    case .lastWord: words >= 2 ? words - 1..<words : nil
    case .middleWord: words >= 3 ? words / 2..<words / 2 + 1 : nil
    case .lastTwoWords: words >= 3 ? words - 2..<words : nil
    }
  }
}

/// The constants of a mask, in seconds of speech at natural speed. They are those of HumeAI's
/// asr-benchmark-optimization (build_entity_masked_dataset.py); at a higher speed they shrink with the
/// words.
package struct MaskRule: Sendable {
  /// The reach of a mask beyond its words.
  static let reach = 0.12
  /// The distance that this reach keeps from the neighbouring words.
  static let clearance = 0.02
  /// The shortest words that are hidden.
  static let shortest = 0.12

  /// The frames that a mask hides: those of the words, extended on both sides as far as the
  /// neighbouring words allow. Nil if the words are too short to hide.
  /// - Parameters:
  ///   - times: the places of all words in seconds, ascending and within the sound.
  ///   - places: the hidden words.
  ///   - speed: the speed of the sound.
  ///   - seconds: the length of the sound.
  package static func frames(
    _ times: [Range<Double>], hiding places: Range<Int>, speed: Double, seconds: Double,
    sampleRate: Int
  ) -> Range<Int>? {
    let words = times[places.lowerBound].lowerBound..<times[places.upperBound - 1].upperBound
    guard words.upperBound - words.lowerBound >= shortest / speed else { return nil }
    let before = places.lowerBound > 0 ? times[places.lowerBound - 1].upperBound : -.infinity
    let after = places.upperBound < times.count ? times[places.upperBound].lowerBound : .infinity
    // A mask always hides its words, also where a neighbour is closer than the clearance.
    let start = max(
      words.lowerBound - reach / speed, min(words.lowerBound, before + clearance / speed), 0)
    let end = min(
      words.upperBound + reach / speed, max(words.upperBound, after - clearance / speed),
      seconds)
    let rate = Double(sampleRate)
    let count = Int((seconds * rate).rounded())
    let first = min(count, Int((start * rate).rounded(.down)))
    return first..<min(count, max(first, Int((end * rate).rounded(.up))))
  }
}
