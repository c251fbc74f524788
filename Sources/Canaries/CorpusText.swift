import Files

/// What the corpus's texts tell: how it writes, which words it has, whether a candidate's text
/// stands in it. One pass, memory that does not grow with the corpus (but for its vocabulary).
package struct CorpusText {
  private var upperCase = 0
  private var lowerCase = 0
  private var singleFigures = 0
  private var figureGroups = 0
  private var sampled = 0
  private let collectsVocabulary: Bool
  package private(set) var words: Set<String> = []
  private var watch: TextWatch?
  /// Candidates whose text occurs in the corpus.
  package private(set) var occurring: Set<Int> = []

  /// Utterances that the style is judged by.
  private static let sampleSize = 20_000
  private static let largestVocabulary = 500_000

  /// - Parameter phrases: texts to look for; all of one number of units.
  package init(collectsVocabulary: Bool, lookingFor phrases: [Phrase?]) {
    self.collectsVocabulary = collectsVocabulary
    watch = TextWatch(phrases)
  }

  /// - Parameter text: UTF-8.
  package mutating func add(_ text: ArraySlice<UInt8>) {
    if sampled < Self.sampleSize {
      sampled += 1
      judgeStyle(text)
    }
    if collectsVocabulary, words.count < Self.largestVocabulary {
      for word in text.split(separator: UInt8(ascii: " ")) {
        words.insert(String(decoding: word, as: UTF8.self))
      }
    }
    watch?.look(at: text, found: &occurring)
  }

  private mutating func judgeStyle(_ text: ArraySlice<UInt8>) {
    var figures = 0
    for byte in text + [0x20] {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): upperCase += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"): lowerCase += 1
      default: break
      }
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        figures += 1
      } else {
        if figures == 1 { singleFigures += 1 }
        if figures > 1 { figureGroups += 1 }
        figures = 0
      }
    }
  }

  /// Upper case where nearly all letters are; figures where digits are written as figures.
  package var style: WritingStyle {
    let digits: WritingStyle.Digits =
      singleFigures + figureGroups == 0
      ? .words : figureGroups > singleFigures ? .joinedFigures : .spacedFigures
    return WritingStyle(
      letterCase: upperCase > 9 * lowerCase ? .upper : .lower, digits: digits)
  }
}

/// Looks for phrases in running text by a rolling hash over units (Karp and Rabin 1987).
///
/// Letter case and spacing do not matter: a unit is a word, or a single figure. A hash of 64 bits
/// that happens to agree costs a redraw and nothing else.
private struct TextWatch {
  private let length: Int
  private var owners: [UInt64: Int] = [:]
  /// One bit for every possible low half of a hash that is there: settles most look-ups.
  private var filter = [Bool](repeating: false, count: 1 << 16)
  private let leaving: UInt64
  private var window: [UInt64]

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  init?(_ phrases: [Phrase?]) {
    guard let length = phrases.lazy.compactMap({ $0?.units.count }).first else { return nil }
    self.length = length
    window = Array(repeating: 0, count: length)
    leaving = (0..<(length - 1)).reduce(UInt64(1)) { power, _ in power &* Self.base }
    for (index, phrase) in phrases.enumerated() {
      guard let phrase else { continue }
      var hash: UInt64 = 0
      forEachUnit(of: Array(phrase.text.utf8)[...]) { hash = hash &* Self.base &+ $0 }
      owners[hash] = index
      filter[Int(hash & 0xFFFF)] = true
    }
  }

  mutating func look(at text: ArraySlice<UInt8>, found: inout Set<Int>) {
    var hash: UInt64 = 0
    var count = 0
    let length = length
    let leaving = leaving
    forEachUnit(of: text) { unit in
      let slot = count % length
      if count >= length { hash = hash &- window[slot] &* leaving }
      window[slot] = unit
      hash = hash &* Self.base &+ unit
      count += 1
      if count >= length, filter[Int(hash & 0xFFFF)], let owner = owners[hash] {
        found.insert(owner)
      }
    }
  }
}

/// Calls `body` with a hash (FNV-1a, 64 bits) of every word, and of every figure by itself.
private func forEachUnit(of text: ArraySlice<UInt8>, _ body: (UInt64) -> Void) {
  let basis: UInt64 = 0xCBF2_9CE4_8422_2325
  let prime: UInt64 = 0x100_0000_01B3
  var hash = basis
  var isOpen = false
  unsafe text.withUnsafeBufferPointer { bytes in
    for index in 0..<bytes.count {
      var byte = unsafe bytes[index]
      switch byte {
      case 0x09, 0x0A, 0x0D, 0x20:
        if isOpen { body(hash) }
        hash = basis
        isOpen = false
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if isOpen { body(hash) }
        body((basis ^ UInt64(byte)) &* prime)
        hash = basis
        isOpen = false
      default:
        if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
        hash = (hash ^ UInt64(byte)) &* prime
        isOpen = true
      }
    }
  }
  if isOpen { body(hash) }
}
