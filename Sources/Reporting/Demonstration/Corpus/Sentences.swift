import Randomness

/// Random sentences over 106 words, for a corpus that a small model learns in a minute.
///
/// `RandomStream` selects each rule and each word of this grammar:
///
///     SENTENCE -> NOUNS VERB NOUNS | NOUNS VERB PREPOSITION NOUNS | NOUNS PREPOSITION NOUNS
///               | ADVERB NOUNS VERB NOUNS | NOUNS VERB NOUNS ADVERB
///     NOUNS    -> DETERMINER NOUN | DETERMINER ADJECTIVE NOUN | NUMERAL NOUN | NUMERAL ADJECTIVE NOUN
enum Sentences {
  static let determiners = ["the", "our", "this", "her"]
  static let numerals = ["four", "eight", "nine", "twenty"]
  static let adjectives = [
    "quiet", "heavy", "yellow", "round", "empty", "bright", "wooden", "narrow", "gentle", "brown",
    "silver", "hungry",
  ]
  static let nouns = [
    "mountain", "kitchen", "carpet", "engine", "village", "teacher", "rabbit", "pillow", "forest",
    "ladder", "sister", "captain", "bottle", "hammer", "market", "button", "summer", "candle",
    "dragon", "island", "jacket", "letter", "mirror", "needle", "orange", "parrot", "spider",
    "ticket", "violin", "window", "bridge", "garden", "doctor", "monkey", "basket", "valley",
    "pocket", "tunnel", "donkey", "singer", "castle", "desert", "farmer", "helmet", "lemon",
    "lizard", "museum", "ocean", "pencil", "planet", "river", "sailor", "saddle", "shadow",
    "spoon", "student", "sugar", "temple", "tiger", "tower", "turtle", "wagon", "winter", "wizard",
  ]
  static let verbs = [
    "watches", "carries", "paints", "follows", "opens", "covers", "visits", "borrows", "remembers",
    "washes", "forgets", "measures",
  ]
  static let prepositions = ["behind", "under", "beside", "without", "above", "through"]
  static let adverbs = ["today", "always", "slowly", "together"]

  /// All words in byte order.
  static let words = (determiners + numerals + adjectives + nouns + verbs + prepositions + adverbs).sorted()

  static func next(_ random: inout RandomStream) -> String {
    let words =
      switch random.below(20) {
      case ..<8: nounPhrase(&random) + [random.pick(verbs)] + nounPhrase(&random)
      case ..<12: nounPhrase(&random) + [random.pick(verbs), random.pick(prepositions)] + nounPhrase(&random)
      case ..<15: nounPhrase(&random) + [random.pick(prepositions)] + nounPhrase(&random)
      case ..<17: [random.pick(adverbs)] + nounPhrase(&random) + [random.pick(verbs)] + nounPhrase(&random)
      default: nounPhrase(&random) + [random.pick(verbs)] + nounPhrase(&random) + [random.pick(adverbs)]
      }
    return words.joined(separator: " ")
  }

  private static func nounPhrase(_ random: inout RandomStream) -> [String] {
    let first = random.pick(random.below(8) == 0 ? numerals : determiners)
    let described = random.below(5) < 2 ? [random.pick(adjectives)] : []
    return [first] + described + [random.pick(nouns)]
  }
}
