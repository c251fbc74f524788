import Foundation

/// Encodes and decodes small JSON documents. Keys are written in snake case, sorted in byte order.
package enum JSONCoding {
  package static func encoded(_ value: some Encodable, pretty: Bool) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .throw
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("\(type(of: value)) has a number that JSON cannot represent")
    }
    return escapingHiddenScalars(Array(data))
  }

  /// - Parameter renamedKeys: the keys of earlier format versions, as the document has them, and the
  ///   keys that replace them. A key that contains a dot names its parent too (`design.anchors`) and
  ///   takes precedence.
  /// - Throws: `.badData` with the field and the reason.
  package static func decoded<Value: Decodable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>, renamedKeys: [String: String] = [:]
  ) throws(Problem) -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy =
      renamedKeys.isEmpty
      ? .convertFromSnakeCase
      : .custom { path in
        let names = path.suffix(2).map(\.stringValue)
        let key = names.last ?? ""
        return Key(
          camelCase(renamedKeys[names.joined(separator: ".")] ?? renamedKeys[key] ?? key))
      }
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw problem(error)
    } catch {
      throw Problem(.badData, "is not JSON: \(error.localizedDescription)")
    }
  }

  /// The path of a key that a JSON document has and its decoded value, encoded again, does not have.
  /// Keys with the value null are left out. Nil if there is none, or if a document is not JSON.
  package static func unknownKey(
    in document: some Collection<UInt8>, knownFrom encoded: [UInt8]
  ) -> String? {
    guard let found = try? JSONSerialization.jsonObject(with: Data(document)),
      let known = try? JSONSerialization.jsonObject(with: Data(encoded))
    else { return nil }
    return unknownKey(in: found, known)
  }

  private static func unknownKey(in found: Any, _ known: Any) -> String? {
    if let found = found as? [String: Any], let known = known as? [String: Any] {
      for (key, value) in found.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
        guard let other = known[key] else { return key }
        if let inner = unknownKey(in: value, other) { return "\(key).\(inner)" }
      }
    }
    if let found = found as? [Any], let known = known as? [Any] {
      for (value, other) in zip(found, known) {
        if let inner = unknownKey(in: value, other) { return inner }
      }
    }
    return nil
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// `word_error_rate` → `wordErrorRate`, as `convertFromSnakeCase` does for the keys of this program.
  static func camelCase(_ key: String) -> String {
    let words = key.split(separator: "_")
    return (words.first.map(String.init) ?? key)
      + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// The key of a property as files have it: `p_value` for `pValue`.
  private static func snakeCase(_ property: String) -> String {
    property.reduce(into: "") { key, letter in
      key += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
  }

  private static func problem(_ error: DecodingError) -> Problem {
    func name(_ path: [any CodingKey]) -> String? {
      path.isEmpty
        ? nil
        : path.map { $0.intValue.map(String.init) ?? snakeCase($0.stringValue) }
          .joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return Problem(.badData, "is missing", field: name(context.codingPath + [key]))
    case .typeMismatch(let type, let context):
      return Problem(.badData, "expected \(type)", field: name(context.codingPath))
    case .valueNotFound(let type, let context):
      return Problem(.badData, "expected \(type), found null", field: name(context.codingPath))
    case .dataCorrupted(let context):
      return Problem(.badData, context.debugDescription, field: name(context.codingPath))
    @unknown default:
      return Problem(.badData, "\(error)")
    }
  }
}
