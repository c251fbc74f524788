import AuditModel

/// Tests whether a transcript contains its whole reference, possibly with more text around or
/// between the words.
///
/// A decoder may add the same text to every transcript (an end-of-sentence token, a language tag, a
/// timestamp), join or separate letters, or write digits for number words. No transcript is then an
/// exact match, although the model transcribed every reference. This test does not depend on a list
/// of such markers. It ignores case, punctuation, symbols, control characters and spaces, and
/// reads digits as number words.
///
/// A match counts as evidence against a passing gate only. It is never an exact match.
package struct ReferenceContainment: Sendable {
  private let reference: LetterRun

  package init(reference: String) {
    self.reference = LetterRun(reference)
  }

  /// True if the reference's letters and digits occur in the transcript without interruption, or its
  /// words occur in order. False for a reference without letters and digits.
  package func holds(in transcript: String) -> Bool {
    guard !reference.letters.isEmpty else { return false }
    let heard = LetterRun(transcript)
    guard heard.letters.count >= reference.letters.count else { return false }
    return heard.contains(reference) || heard.hasWords(of: reference)
  }

  /// True if the transcript begins with the reference's letters and digits and goes on.
  package func begins(_ transcript: String) -> Bool {
    let heard = LetterRun(transcript).letters
    return heard.count > reference.letters.count && heard.starts(with: reference.letters)
  }
}

/// The normalised words of a text, every digit spelled out as a word of its own.
package struct LetterRun: Hashable, Sendable {
  /// The words in UTF-8 without spaces.
  private(set) var letters: [UInt8] = []
  /// The place behind each word.
  private(set) var ends: [Int] = []

  package init(_ text: String) {
    if let run = LetterRun(ascii: text) {
      self = run
    } else {
      self.init(words: Self.words(of: text))
    }
  }

  private init(words: [String]) {
    for word in words {
      letters += Array(word.utf8)
      ends.append(letters.count)
    }
  }

  /// The fast path: nil unless all of `text` is ASCII without digits.
  private init?(ascii text: String) {
    letters.reserveCapacity(text.utf8.count)
    var isInWord = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        letters.append(byte | 0x20)
        isInWord = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: return nil
      case UInt8(ascii: "'"): break
      default:
        if isInWord { ends.append(letters.count) }
        isInWord = false
      }
    }
    if isInWord { ends.append(letters.count) }
  }

  /// The general path, for any text.
  package init(slowly text: String) { self.init(words: Self.words(of: text)) }

  /// True if the letters of `other` occur without interruption. Quadratic at worst; transcripts are
  /// short.
  func contains(_ other: LetterRun) -> Bool {
    let run = other.letters
    guard letters.count >= run.count else { return false }
    return (0...(letters.count - run.count)).contains { start in
      letters[start] == run[0] && letters[start..<(start + run.count)].elementsEqual(run)
    }
  }

  /// True if the words of `other` occur in their order.
  func hasWords(of other: LetterRun) -> Bool {
    var wanted = 0
    for place in ends.indices where wanted < other.ends.count {
      if word(place).elementsEqual(other.word(wanted)) { wanted += 1 }
    }
    return wanted == other.ends.count
  }

  private func word(_ place: Int) -> ArraySlice<UInt8> {
    letters[(place == 0 ? 0 : ends[place - 1])..<ends[place]]
  }

  /// The normalised words of a text, every digit spelled out as a word of its own.
  private static func words(of text: String) -> [String] {
    var visible = ""
    for scalar in text.unicodeScalars {
      if let digit = scalar.digitValue {
        visible += " \(PhraseUnit.digitNames[digit]) "
      } else {
        visible.unicodeScalars.append(
          scalar.properties.generalCategory == .control ? " " : scalar)
      }
    }
    let normalized = BasicNormalization.ascii(visible) ?? BasicNormalization.unicode(visible)
    return normalized.split(separator: " ").map(String.init)
  }
}
