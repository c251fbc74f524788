/// A word that can be a part of a number in English.
enum WhisperNumberWord: Hashable {
  case zero
  /// 1 to 19; the suffix is that of a plural or an ordinal, such as *sixes* or *sixth*.
  case one(Int, suffix: String?)
  /// 20 to 90.
  case ten(Int, suffix: String?)
  /// A power of ten, by its number of zeros.
  case power(zeros: Int, suffix: String?)
  /// *minus*, *plus*
  case sign(String)
  /// *dollars*, *cents*
  case currency(String)
  case per, percent
  case and, point
  /// *double*, *triple*
  case multiple(Int)

  init?(_ word: String) {
    guard let word = Self.all[word] else { return nil }
    self = word
  }

  /// True for a whole number below 20, without suffix.
  var isOne: Bool { if case .one(_, nil) = self { true } else { false } }
  var isTen: Bool { if case .ten(_, nil) = self { true } else { false } }
  var isPower: Bool { if case .power(_, nil) = self { true } else { false } }
  /// True for words that can follow *point*.
  var isDecimal: Bool { self == .zero || isOne || isTen }

  private static let all: [String: WhisperNumberWord] = {
    var words: [String: WhisperNumberWord] = [
      "o": .zero, "oh": .zero, "zero": .zero,
      "minus": .sign("-"), "negative": .sign("-"), "plus": .sign("+"), "positive": .sign("+"),
      "pound": .currency("£"), "pounds": .currency("£"), "euro": .currency("€"),
      "euros": .currency("€"), "dollar": .currency("$"), "dollars": .currency("$"),
      "cent": .currency("¢"), "cents": .currency("¢"), "per": .per, "percent": .percent,
      "and": .and, "point": .point, "double": .multiple(2), "triple": .multiple(3),
      "zeroth": .one(0, suffix: "th"), "first": .one(1, suffix: "st"),
      "second": .one(2, suffix: "nd"), "third": .one(3, suffix: "rd"),
      "fifth": .one(5, suffix: "th"), "twelfth": .one(12, suffix: "th"),
    ]
    for (index, name) in ones.enumerated() {
      let value = index + 1
      words[name] = .one(value, suffix: nil)
      words[name + (name == "six" ? "es" : "s")] = .one(value, suffix: "s")
      if value > 3, value != 5, value != 12 {
        words[name + (name.hasSuffix("t") ? "h" : "th")] = .one(value, suffix: "th")
      }
    }
    for (index, name) in tens.enumerated() {
      let value = 10 * (index + 2)
      words[name] = .ten(value, suffix: nil)
      words[name.dropLast() + "ies"] = .ten(value, suffix: "s")
      words[name.dropLast() + "ieth"] = .ten(value, suffix: "th")
    }
    for (index, name) in powers.enumerated() {
      let zeros = index == 0 ? 2 : 3 * index
      words[name] = .power(zeros: zeros, suffix: nil)
      words[name + "s"] = .power(zeros: zeros, suffix: "s")
      words[name + "th"] = .power(zeros: zeros, suffix: "th")
    }
    return words
  }()

  private static let ones = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
  ]
  private static let powers = [
    "hundred", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion",
    "sextillion", "septillion", "octillion", "nonillion", "decillion",
  ]
}
