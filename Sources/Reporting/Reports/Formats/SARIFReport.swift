import Files
import Foundation
import Integrity
import Scoring

/// `report.sarif`, SARIF 2.1.0 for code scanners, with a result for each assertion that did not pass.
///
/// Code scanners require that a result points at a file of the repository: the gate file, or another
/// file that the team names. Rule ids and fingerprints depend neither on figures nor on limits, so
/// that a scanner recognises the same result in the next run.
package enum SARIFReport {
  package static let standardLocation = "asr-audit.yml"

  /// - Throws: `.usage` if `location` is not a relative path within a repository.
  package static func render(
    _ report: Report, location: String = standardLocation
  ) throws(Problem) -> String {
    let uri = try relativeURI(location)
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
    writer.field("version", "2.1.0")
    writer.key("runs")
    writer.beginArray()
    writer.beginObject()
    tool(report, &writer)
    writer.key("results")
    writer.beginArray()
    for assertion in Assertion.all(of: report) where assertion.outcome != .passed {
      writer.lineBreak()
      result(assertion, at: uri, &writer)
    }
    writer.endArray()
    writer.field("columnKind", "unicodeCodePoints")
    if !report.origin.isEmpty {
      writer.key("properties")
      writer.beginObject()
      for (name, value) in report.origin { writer.field(name, value) }
      writer.endObject()
    }
    writer.endObject()
    writer.endArray()
    writer.endObject()
    return String(decoding: escapingHiddenScalars(writer.bytes), as: UTF8.self) + "\n"
  }

  /// Whether results can point at a path: it is relative and stays within the repository.
  package static func isLocation(_ path: String) -> Bool { (try? relativeURI(path)) != nil }

  private static func tool(_ report: Report, _ writer: inout JSONWriter) {
    writer.key("tool")
    writer.beginObject()
    writer.key("driver")
    writer.beginObject()
    writer.field("name", "asr-audit")
    writer.field("version", report.tool)
    writer.key("rules")
    writer.beginArray()
    for rule in Assertion.Rule.allCases {
      writer.lineBreak()
      writer.beginObject()
      writer.field("id", rule.id)
      writer.key("shortDescription")
      text(rule.title, &writer)
      writer.key("help")
      text(rule.help, &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endObject()
  }

  private static func result(
    _ assertion: Assertion, at uri: String, _ writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.field("ruleId", assertion.rule.id)
    writer.field("ruleIndex", Assertion.Rule.allCases.firstIndex(of: assertion.rule)!)
    writer.field("level", level(assertion))
    writer.key("message")
    let isInconclusive = assertion.outcome == .inconclusive
    text(
      "\(assertion.name): \(isInconclusive ? "inconclusive, " : "")\(assertion.message)", &writer)
    writer.key("locations")
    writer.beginArray()
    location(uri, &writer)
    writer.endArray()
    writer.key("partialFingerprints")
    writer.beginObject()
    let identity = "\(assertion.rule.id)\n\(assertion.name)"
    writer.field("asrAuditAssertion/v1", Digest(of: Array(identity.utf8)).hex)
    writer.endObject()
    if let waiver = assertion.waiver {
      writer.key("suppressions")
      writer.beginArray()
      writer.beginObject()
      writer.field("kind", "external")
      writer.field("justification", waiver)
      writer.endObject()
      writer.endArray()
    }
    writer.endObject()
  }

  /// The SARIF level. An inconclusive assertion is a warning: it needs attention, but nothing was
  /// found.
  private static func level(_ assertion: Assertion) -> String {
    switch (assertion.outcome, assertion.isWarning) {
    case (.failed, false): "error"
    case (.failed, true), (.inconclusive, false): "warning"
    case (.inconclusive, true), (.passed, _): "note"
    }
  }

  private static func location(_ uri: String, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("physicalLocation")
    writer.beginObject()
    writer.key("artifactLocation")
    writer.beginObject()
    writer.field("uri", uri)
    writer.field("uriBaseId", "%SRCROOT%")
    writer.endObject()
    writer.key("region")
    writer.beginObject()
    writer.field("startLine", 1)
    writer.endObject()
    writer.endObject()
    writer.endObject()
  }

  private static func text(_ text: String, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("text", text)
    writer.endObject()
  }

  /// Returns a path as a URI. Code scanners accept neither absolute paths nor paths that lead out of
  /// the repository.
  private static func relativeURI(_ path: String) throws(Problem) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, !parts.contains(where: { ["", ".."].contains($0) }),
      let uri = path.addingPercentEncoding(withAllowedCharacters: .uriPath)
    else {
      throw Problem(
        .usage, "'\(path)' is not a path within a repository", field: "location",
        hint: "write the path from the repository's root, for example \(standardLocation)")
    }
    return uri
  }
}

extension CharacterSet {
  /// The unreserved characters of RFC 3986 and the slash. A colon would start a scheme.
  fileprivate static let uriPath = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
}

extension Assertion.Rule {
  fileprivate var id: String { "asr-audit/\(rawValue)" }

  fileprivate var title: String {
    switch self {
    case .memorization: "Trained canaries are transcribed word for word more often than controls"
    case .nearMemorization:
      "Trained canaries are transcribed almost word for word more often than controls"
    case .regression: "Memorization has grown since the baseline"
    case .detection, .verdict: "The model has memorised individual training utterances"
    case .waiver: "A waiver has expired"
    case .conflicts: "Utterances with one sound have different texts"
    case .suspects: "Too many utterances have a far higher loss than others of their length"
    case .membership: "Attacks tell which utterances the model was trained on"
    }
  }

  fileprivate var help: String {
    switch self {
    case .memorization, .nearMemorization, .regression:
      "The gate file limits this gap; report.html shows the figures. Clip gradients per example, remove "
        + "repeated utterances from the training data, or change the limit and record the reason."
    case .detection, .verdict:
      "The permutation tests of the primary analysis decide this; report.html shows the figures."
    case .waiver:
      "Renew the waiver with a new date and a reason, or fix the failure and remove the waiver."
    case .conflicts:
      "At most one of the texts can be right. The page of rank lists them: correct them, or remove the "
        + "utterances."
    case .suspects:
      "Their texts may be wrong. The page of rank lists them with their recordings: correct or remove "
        + "wrong ones, or change the limit and record the reason."
    case .membership:
      "The page of membership shows the attacks. Train with clipped gradients or fewer passes, or "
        + "remove repeated utterances from the training data."
    }
  }
}
