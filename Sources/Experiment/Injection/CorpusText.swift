import AuditModel
import Files

/// What the corpus's texts tell: how it writes, which words it has, whether a candidate's text
/// stands in it. One pass, memory that does not grow with the corpus (but for its vocabulary).
package struct CorpusText {
  private var upperCase = 0
  private var lowerCase = 0
  private var beyondASCII = 0
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
      case 0xC0...: beyondASCII += 1
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

  /// True where letters outside of ASCII outnumber those inside: another alphabet.
  package var isInAnotherAlphabet: Bool { beyondASCII > upperCase + lowerCase }

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
/// Letter case and spacing do not matter: a unit is a word or, where canaries are digits, a single
/// figure too. A hash of 64 bits that happens to agree costs a redraw and nothing else.
private struct TextWatch {
  private let length: Int
  private let splitsFigures: Bool
  private var owners: [UInt64: Int] = [:]
  /// Whether a hash with these low bits is there: settles most look-ups.
  private var filter = [Bool](repeating: false, count: 1 << 16)
  private let leaving: UInt64
  private var window: [UInt64]

  init?(_ phrases: [Phrase?]) {
    guard let length = phrases.lazy.compactMap({ $0?.units.count }).first else { return nil }
    self.length = length
    window = Array(repeating: 0, count: length)
    leaving = (0..<(length - 1)).reduce(UInt64(1)) { power, _ in power &* multiplier }
    let figures = UInt8(ascii: "0")...UInt8(ascii: "9")
    splitsFigures = phrases.contains { $0?.text.utf8.contains(where: figures.contains) ?? false }
    for (index, phrase) in phrases.enumerated() {
      guard let phrase else { continue }
      var hash: UInt64 = 0
      forEachUnit(of: Array(phrase.text.utf8)[...], splittingFigures: splitsFigures) {
        hash = hash &* multiplier &+ $0
      }
      owners[hash] = index
      filter[Int(hash >> 48)] = true
    }
  }

  mutating func look(at text: ArraySlice<UInt8>, found: inout Set<Int>) {
    var hash: UInt64 = 0
    var count = 0
    var slot = 0
    forEachUnit(of: text, splittingFigures: splitsFigures) { unit in
      if count >= length { hash = hash &- window[slot] &* leaving }
      window[slot] = unit
      slot = slot + 1 == length ? 0 : slot + 1
      hash = hash &* multiplier &+ unit
      count += 1
      if count >= length, filter[Int(hash >> 48)], let owner = owners[hash] {
        found.insert(owner)
      }
    }
  }
}

private let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

/// Calls `body` with a hash of every word, in which letter case does not count.
///
/// Eight bytes at a time: the lowest byte at or below a space ends a word, found as in Mycroft's
/// zero-byte test. Bit 5 tells upper from lower case in ASCII and is set throughout; that it also
/// joins a few signs only costs a redraw where they meet.
@inline(__always)
private func forEachUnit(
  of text: ArraySlice<UInt8>, splittingFigures: Bool, _ body: (UInt64) -> Void
) {
  let ones: UInt64 = 0x0101_0101_0101_0101
  unsafe text.withUnsafeBytes { bytes in
    var hash: UInt64 = 0
    var index = 0
    var isOpen = false
    func close() {
      if isOpen { body(hash) }
      hash = 0
      isOpen = false
    }
    while index < bytes.count {
      var chunk: UInt64 = 0
      var length = min(8, bytes.count - index)
      if length == 8 {
        unsafe chunk = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      } else {
        for offset in 0..<length {
          unsafe chunk |= UInt64(bytes[index + offset]) << UInt64(8 * offset)
        }
      }
      let spaces = (chunk &- ones &* 0x21) & ~chunk & (ones &* 0x80)
      if spaces != 0 { length = min(length, spaces.trailingZeroBitCount / 8) }
      if splittingFigures, let figure = firstFigure(in: chunk, length) {
        if figure == 0 {
          close()
          body(mixed(0, chunk & 0xFF))
          index += 1
          continue
        }
        length = figure
      }
      if length > 0 {
        let kept = length == 8 ? chunk : chunk & ((1 << UInt64(8 * length)) - 1)
        hash = mixed(hash, kept)
        isOpen = true
      }
      index += length
      if index < bytes.count, unsafe bytes[index] <= 0x20 {
        close()
        index += 1
      } else if splittingFigures, length > 0, length < 8 {
        close()
      }
    }
    close()
  }
}

@inline(__always)
private func mixed(_ hash: UInt64, _ chunk: UInt64) -> UInt64 {
  let product = (hash ^ (chunk | 0x2020_2020_2020_2020)) &* multiplier
  return product ^ (product >> 32)
}

/// Where the first figure stands among the chunk's first bytes.
private func firstFigure(in chunk: UInt64, _ length: Int) -> Int? {
  (0..<length).first { UInt8(truncatingIfNeeded: chunk >> UInt64(8 * $0)) &- 0x30 < 10 }
}
