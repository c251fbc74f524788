import Foundation
import TestSupport
import Testing

/// The schema of `analysis.json`, and the keys of documents at their places in it.
struct AnalysisSchema {
  private static let path = "\(packageRoot)/Fixtures/schema/analysis.schema.json"
  static let isPresent = FileManager.default.fileExists(atPath: path)

  private let schema: [String: Any]
  private let definitions: [String: Any]

  init() throws {
    schema = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: Self.path)))
        as? [String: Any])
    definitions = schema["$defs"] as? [String: Any] ?? [:]
  }

  var kinds: [String]? {
    (schema["properties"] as? [String: [String: Any]])?["kind"]?["enum"] as? [String]
  }

  /// Expects that every key of a document is a property of the schema at its place, and that every key
  /// that the schema requires is in the document.
  func check(_ document: [String: Any]) { check(document, schema, "") }

  private func check(_ value: Any, _ rule: [String: Any], _ path: String) {
    var rule = rule
    if let reference = rule["$ref"] as? String {
      rule = definitions[String(reference.dropFirst("#/$defs/".count))] as? [String: Any] ?? [:]
      #expect(!rule.isEmpty, "\(reference)")
    }
    if let object = value as? [String: Any] {
      let properties = rule["properties"] as? [String: [String: Any]] ?? [:]
      for (key, inner) in object {
        #expect(properties[key] != nil, "\(path).\(key) is not in the schema")
        if let next = properties[key] { check(inner, next, "\(path).\(key)") }
      }
      for key in rule["required"] as? [String] ?? [] {
        #expect(object[key] != nil, "\(path).\(key) is required")
      }
    } else if let array = value as? [Any], let items = rule["items"] as? [String: Any] {
      for element in array { check(element, items, path + "[]") }
    } else if let allowed = rule["enum"] as? [String] {
      #expect(allowed.contains(value as? String ?? ""), "\(path): \(value)")
    }
  }
}
