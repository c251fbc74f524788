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
  private let words: [String]
  private let joined: [UInt8]

  package init(reference: String) {
    words = Self.words(of: reference)
    joined = Array(words.joined().utf8)
  }

  /// True if the reference's letters and digits occur in the transcript without interruption, or its
  /// words occur in order. False for a reference without letters and digits.
  package func holds(in transcript: String) -> Bool {
    guard !joined.isEmpty else { return false }
    let heard = Self.words(of: transcript)
    return heard.joined().utf8.containsRun(joined) || isSubsequence(of: heard)
  }

  /// True if the transcript begins with the reference's letters and digits and goes on.
  package func begins(_ transcript: String) -> Bool {
    let heard = Self.words(of: transcript).joined().utf8
    return heard.count > joined.count && heard.starts(with: joined)
  }

  private func isSubsequence(of heard: [String]) -> Bool {
    var next = words.makeIterator()
    var wanted = next.next()
    for word in heard where word == wanted { wanted = next.next() }
    return wanted == nil
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

extension String.UTF8View {
  /// True if `run` occurs in the text. Quadratic at worst; transcripts are short.
  fileprivate func containsRun(_ run: [UInt8]) -> Bool {
    let bytes = Array(self)
    guard bytes.count >= run.count else { return false }
    return (0...(bytes.count - run.count)).contains { start in
      bytes[start] == run[0] && bytes[start..<(start + run.count)].elementsEqual(run)
    }
  }
}
