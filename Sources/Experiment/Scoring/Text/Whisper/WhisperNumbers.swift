/// Writes numbers in words as figures: *twenty five dollars* gives *$25*, *one oh one* gives *101*,
/// *twenty first* gives *21st*, *three point five million* gives *3500000*.
struct WhisperNumbers {
  static func figures(_ text: ScalarText) -> ScalarText {
    var numbers = WhisperNumbers(words: text.separatingHalvesAndFigures().words)
    return ScalarText(numbers.read().joined(separator: " ").unicodeScalars)
      .combiningCurrency().extractingCents().spellingSingleOnes()
  }

  private let words: [String]
  private let kinds: [WhisperNumberWord?]
  private var output: [String] = []
  /// The sign or currency that belongs before the next output.
  private var prefix = ""
  private var value: WhisperNumberValue?

  private init(words: [String]) {
    self.words = words
    kinds = words.map { WhisperNumberWord($0) }
  }

  private mutating func read() -> [String] {
    var index = 0
    while index < words.count { index += read(index) }
    flush()
    return output
  }

  private mutating func emit(_ text: String) {
    output.append(prefix + text)
    prefix = ""
    value = nil
  }

  private mutating func flush() {
    if let value { emit(value.digits) }
  }

  private func kind(_ index: Int) -> WhisperNumberWord? {
    kinds.indices.contains(index) ? kinds[index] : nil
  }

  private func isNumber(_ index: Int) -> Bool {
    words.indices.contains(index) && Figure(words[index])?.symbol == ""
  }

  /// Reads the word at an index.
  /// - Returns: the number of words that were read.
  private mutating func read(_ index: Int) -> Int {
    let word = words[index]
    if let figure = Figure(word) {
      read(figure, word)
      return 1
    }
    let isNumberNext = kind(index + 1) != nil || isNumber(index + 1)
    switch kinds[index] {
    case nil:
      flush()
      emit(word)
    case .zero: value = .text((value?.continued ?? "") + "0")
    case .one(let number, let suffix):
      let previous = kind(index - 1)
      let result =
        value?.followed(
          by: number, followsOne: previous?.isOne ?? false, followsTen: previous?.isTen ?? false)
        ?? .integer(String(number))
      take(result, suffix)
    case .ten(let number, let suffix):
      take(value?.followed(byTen: number) ?? .integer(String(number)), suffix)
    case .power(let zeros, let suffix):
      let power = WhisperNumberValue.integer("1" + String(repeating: "0", count: zeros))
      let product = value.map { $0.multiplied(zeros: zeros) } ?? power
      if product == nil { flush() }
      take(product ?? power, suffix)
    case .sign(let sign):
      flush()
      if isNumberNext { prefix = sign } else { emit(word) }
    case .currency(let symbol):
      if value != nil { prefix = symbol }
      emit(value?.digits ?? word)
    case .percent: emit(value.map { $0.digits + "%" } ?? word)
    case .per:
      if let value, words.indices.contains(index + 1), words[index + 1] == "cent" {
        emit(value.digits + "%")
        return 2
      }
      flush()
      emit(word)
    case .multiple(let count):
      let next: Int? =
        switch kind(index + 1) {
        case .zero: 0
        case .one(let number, nil): number
        default: nil
        }
      if let next {
        let repeated = String(repeating: String(next), count: count)
        value = .text((value?.continued ?? "") + repeated)
        return 2
      }
      flush()
      emit(word)
    case .and where isNumberNext && kind(index - 1)?.isPower == true: break
    case .point where isNumberNext:
      if kind(index + 1)?.isDecimal == true || isNumber(index + 1) {
        value = .text((value?.continued ?? "") + ".")
      }
    case .and, .point:
      flush()
      emit(word)
    }
    return 1
  }

  /// Keeps a value, or writes it if a plural or ordinal ends it.
  private mutating func take(_ result: WhisperNumberValue, _ suffix: String?) {
    if let suffix {
      emit(result.digits + suffix)
    } else {
      value = result
    }
  }

  private mutating func read(_ figure: Figure, _ word: String) {
    if case .text(let digits) = value, digits.hasSuffix(".") {
      value = .text(digits + word)
      return
    }
    flush()
    if figure.symbol != "" { prefix = figure.symbol }
    value = figure.value
  }

  /// A word of figures, such as `25`, `3.5` or `$5`.
  private struct Figure {
    /// The currency before the figures; empty without one.
    let symbol: String
    let value: WhisperNumberValue

    init?(_ word: String) {
      let hasSymbol = ["£", "€", "$", "¢"].contains(word.first)
      let digits = hasSymbol ? word.dropFirst() : word[...]
      let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count),
        parts.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(\.isDecimal) })
      else { return nil }
      symbol = hasSymbol ? String(word.prefix(1)) : ""
      let isWhole = parts.count == 1 || parts[1].unicodeScalars.allSatisfy { $0.digitValue == 0 }
      let integer = parts[0].unicodeScalars.map { String($0.digitValue ?? 0) }.joined()
        .drop { $0 == "0" }
      value = isWhole ? .integer(integer.isEmpty ? "0" : String(integer)) : .text(String(digits))
    }
  }
}
