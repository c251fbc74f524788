/// A line of a CTM: `name channel start duration word [confidence]` (SCTK, doc/infmts.htm), with a type
/// and a speaker behind it in NIST's newer form (NeMo, manifest_utils.py: `get_ctm_line`).
package struct CTMLine {
  package let name: Substring
  package let channel: Substring
  /// The start in seconds.
  package let start: Double
  /// The duration in seconds.
  package let duration: Double
  package let word: Substring
  /// Nil if it is absent or no number, such as `NA`.
  package let confidence: Double?

  /// The parts of a line; nil for another number of fields, and for times that are no finite numbers.
  package init?(_ line: Substring) {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard (5...6).contains(fields.count) || Self.hasType(fields), let start = Double(fields[2]),
      start.isFinite,
      let duration = Double(fields[3]), duration.isFinite
    else { return nil }
    (name, channel, self.start, self.duration) = (fields[0], fields[1], start, duration)
    (word, confidence) = (fields[4], fields.count > 5 ? Double(fields[5]) : nil)
  }

  private static let types: Set<Substring> = [
    "lex", "frag", "fp", "un-lex", "for-lex", "non-lex", "misc", "noscore",
  ]

  /// True for the fields of the newer form.
  private static func hasType(_ fields: [Substring]) -> Bool {
    (7...8).contains(fields.count) && types.contains(fields[6])
  }

  /// True for a line without a word: blank, or a comment.
  package static func isEmpty(_ line: Substring) -> Bool {
    line.allSatisfy(\.isWhitespace) || line.hasPrefix(";;")
  }
}
