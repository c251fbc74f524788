import Files
import Scoring

/// Names that a file may hold and that mean trouble to whoever prints them.
enum HostileNames {
  static let all = [
    "<script>alert(1)</script>", "\"><svg/onload=alert(1)>", "' onmouseover='alert(1)",
    // A quotation mark, and a bracket, with an accent on it: one character, two scalars.
    "a\"\u{301} onload=\"\u{301}x", "<\u{301}b>&\u{301}lt;", "]]></desc></svg><p>", "-->{{{page}}}",
    "😀👩‍👩‍👧‍👦", "שלום\u{202E}gpj.exe\u{2066}", "\u{200F}\u{0}\u{1}\u{7F}\u{FFFE}",
    "a|b`c\nd\r\ne\u{2028}f",
    "&amp;&#60;", "",
  ]

  /// Wherever a report holds words of others.
  static func put(_ name: String, into report: inout Report) {
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
