import AuditModel
import Files

/// The result of one pass over the texts of a corpus: the spelling conventions, the vocabulary if
/// canaries are drawn from it, and an index that tells whether a canary's text occurs in the corpus.
package struct CorpusText: Sendable {
  private var upperCase = 0
  private var lowerCase = 0
  private var beyondASCII = 0
  private var singleFigures = 0
  private var figureGroups = 0
  private var sampled = 0
  private let unit: PhraseUnit
  /// Whether the words of canaries come from the corpus, and whether they must be ASCII.
  private let collection: Collection?
  package private(set) var words: Set<String> = []
  private var index: TextIndex
  /// For canaries of digits: texts that are written in figures.
  private var figureIndex: TextIndex?

  /// The number of utterances that determine the spelling conventions.
  private static let sampleSize = 20_000
  private static let largestVocabulary = 500_000

  private struct Collection { let asciiOnly: Bool }

  /// - Parameters:
  ///   - length: the units of a canary.
  ///   - words: the words that canaries of words are drawn from; nil to collect those of the corpus.
  ///   - asciiOnly: whether collected words must be ASCII.
  package init(unit: PhraseUnit, length: Int, words: [String]?, asciiOnly: Bool = true) {
    self.unit = unit
    collection = unit == .words && words == nil ? Collection(asciiOnly: asciiOnly) : nil
    switch unit {
    case .words: index = TextIndex(length: length, units: words ?? [])
    case .letters: index = TextIndex(length: length, units: PhraseSource.letters)
    case .digits:
      index = TextIndex(length: length, units: PhraseSource.digits)
      figureIndex = TextIndex(
        length: length, splitsFigures: true, units: (0...9).map(String.init))
    }
  }

  /// The number of unit sequences in the index.
  package var indexedSequences: Int { index.count + (figureIndex?.count ?? 0) }

  /// - Parameter text: UTF-8.
  package mutating func add(_ text: ArraySlice<UInt8>) {
    if sampled < Self.sampleSize {
      sampled += 1
      judgeStyle(text)
    }
    if let collection { collect(text, collection) }
    index.add(text)
    figureIndex?.add(text)
  }

  /// Whether the text of a phrase occurs in the corpus, alone or inside a longer utterance. Letter
  /// case and spacing do not matter, and digits may be written as words or as figures.
  package func contains(_ phrase: Phrase) -> Bool {
    guard let figureIndex else { return index.contains(phrase.text) }
    let figures = phrase.units.map(PhraseSource.figure).joined(separator: " ")
    return index.contains(phrase.units.joined(separator: " ")) || figureIndex.contains(figures)
  }

  private mutating func collect(_ text: ArraySlice<UInt8>, _ collection: Collection) {
    for bytes in text.split(whereSeparator: { $0 <= 0x20 }) {
      guard words.count < Self.largestVocabulary else { return }
      let word = String(decoding: bytes, as: UTF8.self)
      guard words.insert(word).inserted,
        let clean = Vocabulary.cleaned(word, asciiOnly: collection.asciiOnly)
      else { continue }
      index.allow(word)
      index.allow(clean)
    }
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

  /// True if non-ASCII letters outnumber ASCII letters.
  package var isInAnotherAlphabet: Bool { beyondASCII > upperCase + lowerCase }

  /// Upper case if more than nine of ten letters are; figures if digits are written as figures.
  package var style: WritingStyle {
    let digits: WritingStyle.Digits =
      singleFigures + figureGroups == 0
      ? .words : figureGroups > singleFigures ? .joinedFigures : .spacedFigures
    return WritingStyle(
      letterCase: upperCase > 9 * lowerCase ? .upper : .lower, digits: digits)
  }
}
