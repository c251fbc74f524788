import Files
import Yams

/// A YAML document.
package enum SettingsDocument {
  /// Reads a UTF-8 file and parses it.
  /// - Parameters:
  ///   - limit: the largest size of the file, in bytes.
  ///   - parse: turns the text into a result. Its problems receive the path of the file.
  package static func read<Result>(
    _ path: String, limit: Int, parse: (String) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let bytes = try readFile(path, limit: limit)
    do throws(Problem) {
      guard let text = bytes.withoutByteOrderMark.text else {
        throw Problem(.badData, "is not UTF-8")
      }
      return try parse(text)
    } catch {
      throw error.located(in: path)
    }
  }

  /// Returns the root of a document, or nil if it holds only comments.
  /// - Parameter renamedKeys: former names of keys, and the names that replaced them.
  package static func root(
    of text: String, renamedKeys: [String: String] = [:]
  ) throws(Problem) -> SettingsValue? {
    try refuseAliases(text)
    do {
      return try compose(yaml: text).map { SettingsValue($0, renamedKeys: renamedKeys) }
    } catch let error as YamlError {
      throw problem(error)
    } catch {
      throw Problem(.badData, "is not YAML: \(error)")
    }
  }

  private static func problem(_ error: YamlError) -> Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Problem(.badData, "is not YAML: \(problem)", line: mark.line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return Problem(
        .badData, "a key is set twice: \(duplicates.joined(separator: ", "))",
        line: context.mark.line)
    default: return Problem(.badData, "is not YAML: \(error)")
    }
  }
}
