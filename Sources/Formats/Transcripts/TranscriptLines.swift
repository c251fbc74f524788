import Files

/// The lines of a transcript file, of which the first two can be looked at in advance.
///
/// A byte order mark is dropped. Errors have file and line.
final class TranscriptLines {
  /// The path, or `standard input`.
  let name: String
  /// The path as the user gave it.
  let path: String
  private let reader: LineReader
  private var ahead: [Line] = []
  private var numberRead = 0
  private var separator: UInt8?

  init(_ path: String) throws(Problem) {
    self.path = path
    name = path == "-" ? "standard input" : path
    do {
      reader = try LineReader(path)
    } catch {
      throw error.renamed(name)
    }
  }

  /// The first line that is not blank, without consuming it. Blank lines before it are dropped.
  func first() throws(Problem) -> Line? {
    while ahead.isEmpty, let line = try read() {
      if !line.bytes.isBlank { ahead.append(line) }
    }
    return ahead.first
  }

  /// The line after `first()`, blank or not, without consuming it.
  func second() throws(Problem) -> Line? {
    guard try first() != nil else { return nil }
    if ahead.count < 2, let line = try read() { ahead.append(line) }
    return ahead.count < 2 ? nil : ahead[1]
  }

  /// The separator that a first line such as `sep=;` states, which spreadsheets write and read. The
  /// line is dropped. Nil without such a line.
  func statedSeparator() throws(Problem) -> UInt8? {
    if separator == nil, let line = try first() {
      let bytes = line.withoutReturn
      if bytes.count == 5, bytes.starts(with: "sep=".utf8) {
        separator = bytes.last
        ahead.removeFirst()
      }
    }
    return separator
  }

  func next() throws(Problem) -> Line? {
    ahead.isEmpty ? try read() : ahead.removeFirst()
  }

  private func read() throws(Problem) -> Line? {
    let next: Line?
    do {
      next = try reader.next()
    } catch {
      throw error.renamed(name).located(in: name, line: numberRead + 1)
    }
    guard let line = next else { return nil }
    numberRead = line.number
    guard line.number == 1 else { return line }
    return Line(
      bytes: line.bytes.withoutByteOrderMark, number: 1, isTerminated: line.isTerminated)
  }

  /// A problem on a line of this file.
  func problem(
    _ message: String, line: Int, field: String? = nil, hint: String? = nil
  ) -> Problem {
    Problem(
      .badData, message, file: name, line: line, field: field?.printable, hint: hint)
  }
}

extension Problem {
  /// A copy with the name of the file for messages.
  fileprivate func renamed(_ name: String) -> Problem {
    var renamed = self
    renamed.file = name
    return renamed
  }
}
