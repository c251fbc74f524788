import Randomness

/// Short invented sentences over a small lexicon, for a corpus that a small model learns in a minute.
///
///     SENTENCE -> WHO DOES WHO | WHO DOES NEAR WHO | WHO NEAR WHO | WHEN WHO DOES WHO
///               | WHO DOES WHO WHEN
///     WHO      -> WHOSE THING | WHOSE QUALITY THING | MANY THING | MANY QUALITY THING
enum Sentences {
  static let whose = ["the", "our", "this", "her"]
  static let many = ["four", "eight", "nine", "twenty"]
  static let quality = [
    "quiet", "heavy", "yellow", "round", "empty", "bright", "wooden", "narrow", "gentle", "brown",
    "silver", "hungry",
  ]
  static let thing = [
    "mountain", "kitchen", "carpet", "engine", "village", "teacher", "rabbit", "pillow", "forest",
    "ladder", "sister", "captain", "bottle", "hammer", "market", "button", "summer", "candle",
    "dragon", "island", "jacket", "letter", "mirror", "needle", "orange", "parrot", "spider",
    "ticket", "violin", "window", "bridge", "garden", "doctor", "monkey", "basket", "valley",
    "pocket", "tunnel", "donkey", "singer", "castle", "desert", "farmer", "helmet", "lemon",
    "lizard", "museum", "ocean", "pencil", "planet", "river", "sailor", "saddle", "shadow",
    "spoon", "student", "sugar", "temple", "tiger", "tower", "turtle", "wagon", "winter", "wizard",
  ]
  static let does = [
    "watches", "carries", "paints", "follows", "opens", "covers", "visits", "borrows", "remembers",
    "washes", "forgets", "measures",
  ]
  static let near = ["behind", "under", "beside", "without", "above", "through"]
  static let when = ["today", "always", "slowly", "together"]

  /// Every word, each once, in byte order.
  static let words = (whose + many + quality + thing + does + near + when).sorted()

  static func next(_ random: inout RandomStream) -> String {
    let words =
      switch random.below(20) {
      case ..<8: who(&random) + [random.pick(does)] + who(&random)
      case ..<12: who(&random) + [random.pick(does), random.pick(near)] + who(&random)
      case ..<15: who(&random) + [random.pick(near)] + who(&random)
      case ..<17: [random.pick(when)] + who(&random) + [random.pick(does)] + who(&random)
      default: who(&random) + [random.pick(does)] + who(&random) + [random.pick(when)]
      }
    return words.joined(separator: " ")
  }

  private static func who(_ random: inout RandomStream) -> [String] {
    let first = random.pick(random.below(8) == 0 ? many : whose)
    let described = random.below(5) < 2 ? [random.pick(quality)] : []
    return [first] + described + [random.pick(thing)]
  }
}
