/// The text that a decoder adds to transcripts that contain their reference and more: for the
/// message that tells a team what to remove.
package struct AddedText: Codable, Hashable, Sendable {
  /// The number of transcripts that contain their reference but are not an exact match.
  package let transcripts: Int
  /// The longest text that these transcripts begin with or end with, at most 40 characters; nil
  /// where they share neither.
  package let sharedPrefix: String?
  package let sharedSuffix: String?
  /// The number of these transcripts that begin with their reference; nil in reports of earlier
  /// versions.
  package let continued: Int?

  /// - Parameter pairs: the transcripts that contain their reference but are not exact matches, each
  ///   with the reference.
  /// - Returns: nil for no transcripts.
  package init?(in pairs: [(reference: String, transcript: String)]) {
    let transcripts = pairs.map(\.transcript)
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
    continued = pairs.count { ReferenceContainment(reference: $0.reference).begins($0.transcript) }
  }

  /// True if almost all transcripts begin with their reference and end in different texts. A decoder
  /// that also decodes the padding of a batch has this effect.
  package var mayBePadding: Bool {
    guard transcripts >= 5, let continued, sharedSuffix == nil else { return false }
    return continued * 10 >= transcripts * 9
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
    if mayBePadding, let continued {
      text += "; \(continued) begin with their reference and end in different texts"
    }
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
