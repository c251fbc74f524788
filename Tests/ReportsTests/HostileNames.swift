import Files
import Scoring

/// Names that a file can contain and that break output which does not escape them.
enum HostileNames {
  static let all = [
    "<script>alert(1)</script>", "\"><svg/onload=alert(1)>", "' onmouseover='alert(1)",
    // A quotation mark and a bracket with a combining accent: one character, two scalars.
    "a\"\u{301} onload=\"\u{301}x", "<\u{301}b>&\u{301}lt;", "]]></desc></svg><p>", "-->{{{page}}}",
    "😀👩‍👩‍👧‍👦", "שלום\u{202E}gpj.exe\u{2066}", "\u{200F}\u{0}\u{1}\u{7F}\u{FFFE}",
    "a|b`c\nd\r\ne\u{2028}f",
    "&amp;&#60;", "",
  ]

  /// Puts the name in every field of a report that a file can set.
  static func put(_ name: String, into report: inout Report) {
    report.label = name
    report.ledger.corpus = name
    report.ledger.synthesizer = name
    report.ledger.vocabulary = name
    report.ledger.root = name
    report.transcripts.decision = name
    report.transcripts.normalizer = name
    report.transcripts.unknown = counted(name)
    report.tool = name
    report.verdict.explanation = "\(name)."
    report.limits = ["\(name)."]
    report.exploratory = [name]
    report.mismatches = [name]
    report.trainingEvidence.evidence = name
  }

  private static func counted(_ name: String) -> NamedCount {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("count", 1)
    writer.key("first")
    writer.beginArray()
    writer.string(name)
    writer.endArray()
    writer.endObject()
    return try! JSONCoding.decoded(NamedCount.self, from: writer.bytes)
  }
}
