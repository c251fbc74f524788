import Files
import Foundation
import Integrity
import Scoring

/// SARIF 2.1.0 for code scanners: a result for each assertion that did not pass.
///
/// Results point at a file of the repository, as scanners demand: the gate file, or whatever the team
/// names. Rule ids and fingerprints depend on what was asserted, not on figures or limits, so that a
/// finding stays the same finding from run to run.
package enum SARIFReport {
  package static let standardLocation = "asr-audit.yml"

  /// - Throws: `.usage` where `location` is no path within a repository.
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
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

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
    let isOpen = assertion.outcome == .inconclusive
    text("\(assertion.name): \(isOpen ? "inconclusive, " : "")\(assertion.message)", &writer)
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

  /// An open assertion is a warning: something has to be done, but nothing was found.
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

  /// Scanners take nothing that is absolute or leads out of the repository.
  private static func relativeURI(_ path: String) throws(Problem) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.isEmpty, !parts.contains(where: { ["", ".."].contains($0) }),
      let uri = path.addingPercentEncoding(withAllowedCharacters: .uriPath)
    else {
      throw Problem(
        .usage, "'\(path)' is no path of a file within a repository", field: "--location",
        hint: "name it as seen from the repository's root, such as \(standardLocation)")
    }
    return uri
  }
}

extension CharacterSet {
  /// RFC 3986's unreserved characters and the slash; a colon would begin a scheme.
  fileprivate static let uriPath = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
}

extension Assertion.Rule {
  fileprivate var id: String { "asr-audit/\(rawValue)" }

  fileprivate var title: String {
    switch self {
    case .memorization: "Trained canaries are written out more often than controls"
    case .nearMemorization: "Trained canaries are almost written out more often than controls"
    case .regression: "Memorization has grown since the baseline"
    case .detection, .verdict: "The model has memorised single training utterances"
    case .waiver: "A waiver has expired"
    }
  }

  fileprivate var help: String {
    switch self {
    case .memorization, .nearMemorization, .regression:
      "The gate file limits this gap. Read report.html; clip gradients per example, train with fewer "
        + "repetitions of the same utterance, or change the limit and say why."
    case .detection, .verdict:
      "The report's primary analysis decides this by a permutation test. Read report.html."
    case .waiver: "Renew the waiver with a reason, or remove what it waived."
    }
  }
}
