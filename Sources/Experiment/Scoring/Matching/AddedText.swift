/// The text that a decoder adds to transcripts that contain their reference and more: for the
/// message that tells a team what to remove.
package struct AddedText: Codable, Hashable, Sendable {
  /// The number of transcripts that contain their reference but are not an exact match.
  package let transcripts: Int
  /// The longest text that these transcripts begin with or end with, at most 40 characters; nil
  /// where they share neither.
  package let sharedPrefix: String?
  package let sharedSuffix: String?

  /// - Parameter transcripts: the transcripts that contain their reference but are not exact matches.
  /// - Returns: nil for no transcripts.
  package init?(in transcripts: [String]) {
    guard let first = transcripts.first else { return nil }
    var prefix = Array(first)
    var suffix = Array(first.reversed())
    for transcript in transcripts.dropFirst() {
      prefix = Self.common(prefix, Array(transcript))
      suffix = Self.common(suffix, Array(transcript.reversed()))
    }
    self.transcripts = transcripts.count
    let isSingle = transcripts.count == 1
    sharedPrefix = isSingle ? nil : Self.text(prefix)
    sharedSuffix = isSingle ? nil : Self.text(suffix.reversed())
  }

  /// A sentence without a full stop: `12 transcripts contain their reference and more text; all end
  /// with "</s>"`.
  package var summary: String {
    var text =
      transcripts == 1
      ? "1 transcript contains its reference and more text"
      : "\(transcripts) transcripts contain their reference and more text"
    if let sharedPrefix { text += "; all begin with \"\(sharedPrefix)\"" }
    if let sharedSuffix { text += "; all end with \"\(sharedSuffix)\"" }
    return text
  }

  private static func common(_ a: [Character], _ b: [Character]) -> [Character] {
    zip(a, b).prefix { $0 == $1 }.map(\.0)
  }

  private static func text(_ characters: [Character]) -> String? {
    let text = String(characters.prefix(40))
    return text.allSatisfy(\.isWhitespace) ? nil : text
  }
}
