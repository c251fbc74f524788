import Randomness

/// Random sentences over 106 words, for a corpus that a small model learns in a minute. Each rule and
/// each word of this grammar is selected at random:
///
///     SENTENCE -> PHRASE VERB PHRASE | PHRASE VERB PREPOSITION PHRASE | PHRASE PREPOSITION PHRASE
///               | ADVERB PHRASE VERB PHRASE | PHRASE VERB PHRASE ADVERB
///     PHRASE   -> DETERMINER NOUN | DETERMINER ADJECTIVE NOUN
///               | NUMERAL NOUN | NUMERAL ADJECTIVE NOUN
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
  static let words =
    (determiners + numerals + adjectives + nouns + verbs + prepositions + adverbs).sorted()

  static func next(_ random: inout RandomStream) -> String {
    let words =
      switch random.below(20) {
      case ..<8: phrase(&random) + [random.pick(verbs)] + phrase(&random)
      case ..<12:
        phrase(&random) + [random.pick(verbs), random.pick(prepositions)] + phrase(&random)
      case ..<15: phrase(&random) + [random.pick(prepositions)] + phrase(&random)
      case ..<17: [random.pick(adverbs)] + phrase(&random) + [random.pick(verbs)] + phrase(&random)
      default: phrase(&random) + [random.pick(verbs)] + phrase(&random) + [random.pick(adverbs)]
      }
    return words.joined(separator: " ")
  }

  /// A noun with its determiner or numeral and sometimes an adjective.
  private static func phrase(_ random: inout RandomStream) -> [String] {
    let first = random.pick(random.below(8) == 0 ? numerals : determiners)
    let adjective = random.below(5) < 2 ? [random.pick(adjectives)] : []
    return [first] + adjective + [random.pick(nouns)]
  }
}
