import Files

/// The lines of a transcript file, with a look ahead at the first two.
///
/// A byte order mark is dropped, and every problem says where it happened.
final class TranscriptLines {
  /// The path, or `standard input`.
  let name: String
  /// As it was asked for, for its ending.
  let path: String
  private let reader: LineReader
  private var ahead: [Line] = []
  private var numberRead = 0

  init(_ path: String) throws(Problem) {
    self.path = path
    name = path == "-" ? "standard input" : path
    do {
      reader = try LineReader(path)
    } catch {
      throw error.renamed(name)
    }
  }

  /// The first line that is not blank, left in place; blank ones before it are dropped.
  func first() throws(Problem) -> Line? {
    while ahead.isEmpty, let line = try read() {
      if !line.bytes.isBlank { ahead.append(line) }
    }
    return ahead.first
  }

  /// The line after `first()`, blank or not, left in place.
  func second() throws(Problem) -> Line? {
    guard try first() != nil else { return nil }
    if ahead.count < 2, let line = try read() { ahead.append(line) }
    return ahead.count < 2 ? nil : ahead[1]
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

  /// A problem with what stands on a line of this file.
  func problem(
    _ message: String, line: Int, field: String? = nil, hint: String? = nil
  ) -> Problem {
    Problem(
      .badData, message, file: name, line: line, field: field?.printable, hint: hint)
  }
}

extension Problem {
  /// The same problem under the name that people know the file by.
  fileprivate func renamed(_ name: String) -> Problem {
    var renamed = self
    renamed.file = name
    return renamed
  }
}
