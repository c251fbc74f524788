import Files

/// The ids of the utterances that the target was trained on: a text file with an id on each line.
package struct MemberList: Sendable {
  package let path: String
  package let ids: Set<String>

  package init(path: String, ids: Set<String>) {
    self.path = path
    self.ids = ids
  }

  /// Reads a list, plain or compressed with gzip. Spaces around an id and blank lines are ignored.
  /// - Throws: `.missingInput`, `.inputOutput`; `.badData` if a line is not UTF-8, an id occurs twice or
  ///   there is none.
  package static func read(_ path: String) throws(Problem) -> MemberList {
    let reader = try LineReader(path)
    var ids: Set<String> = []
    while let line = try reader.next() {
      guard let text = String(validating: line.bytes, as: UTF8.self) else {
        throw Problem(
          .badData, "is not UTF-8", file: path, line: line.number,
          hint: "expected a text file with the id of an utterance on each line")
      }
      var id = Substring(text)
      if line.number == 1, id.first == "\u{FEFF}" { id.removeFirst() }
      while id.first?.isWhitespace == true { id.removeFirst() }
      while id.last?.isWhitespace == true { id.removeLast() }
      if id.isEmpty { continue }
      guard ids.insert(String(id)).inserted else {
        throw Problem(
          .badData, "'\(String(id).printable)' is listed twice", file: path, line: line.number)
      }
    }
    guard !ids.isEmpty else {
      throw Problem(
        .badData, "has no id", file: path,
        hint: "write the id of an utterance on each line")
    }
    return MemberList(path: path, ids: ids)
  }
}
