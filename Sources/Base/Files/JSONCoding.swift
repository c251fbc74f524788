import Foundation

/// How small documents are written and read: keys in snake case and byte order.
package enum JSONCoding {
  package static func encoded(_ value: some Encodable, pretty: Bool) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.nonConformingFloatEncodingStrategy = .throw
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("\(type(of: value)) holds a number that JSON has no word for")
    }
    return Array(data)
  }

  /// - Throws: what is wrong, and in which field.
  package static func decoded<Value: Decodable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>
  ) throws(Problem) -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw problem(error)
    } catch {
      throw Problem(.badData, "is not JSON: \(error.localizedDescription)")
    }
  }

  private static func problem(_ error: DecodingError) -> Problem {
    func name(_ path: [any CodingKey]) -> String? {
      path.isEmpty
        ? nil
        : path.map { $0.intValue.map(String.init) ?? $0.stringValue }
          .joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return Problem(.badData, "there is none", field: name(context.codingPath + [key]))
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
