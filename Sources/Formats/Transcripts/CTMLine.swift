/// A line of a CTM (SCTK, doc/infmts.htm): `name channel start duration word [confidence]`.
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
    guard fields.count == 5 || fields.count == 6, let start = Double(fields[2]), start.isFinite,
      let duration = Double(fields[3]), duration.isFinite
    else { return nil }
    (name, channel, self.start, self.duration) = (fields[0], fields[1], start, duration)
    (word, confidence) = (fields[4], fields.count == 6 ? Double(fields[5]) : nil)
  }

  /// True for a line without a word: blank, or a comment.
  package static func isEmpty(_ line: Substring) -> Bool {
    line.allSatisfy(\.isWhitespace) || line.hasPrefix(";;")
  }
}
