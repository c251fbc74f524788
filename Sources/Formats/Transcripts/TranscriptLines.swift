import Files

/// The lines of a transcript file. Lines can be looked at in advance.
///
/// A byte order mark is dropped. Errors have file and line.
package final class TranscriptLines {
  /// The path, or `standard input`.
  let name: String
  /// The path as the user gave it.
  let path: String
  let content: TranscriptContent
  private let reader: LineReader
  private var ahead: [Line] = []
  /// The lines of `ahead` that have been consumed.
  private var consumed = 0
  private var numberRead = 0
  private var separator: UInt8?

  package init(_ path: String, _ content: TranscriptContent = .hypotheses) throws(Problem) {
    self.path = path
    self.content = content
    name = path == "-" ? "standard input" : path
    do {
      reader = try LineReader(path)
    } catch {
      throw error.renamed(name)
    }
  }

  /// The first line that is not blank, without consuming it. Blank lines before it are dropped.
  func first() throws(Problem) -> Line? {
    while let line = try line(ahead: 0) {
      if !line.bytes.isBlank { return line }
      consume()
    }
    return nil
  }

  /// The line after `first()`, blank or not, without consuming it.
  func second() throws(Problem) -> Line? {
    guard try first() != nil else { return nil }
    return try line(ahead: 1)
  }

  /// The line `count` lines after the next one, without consuming any; nil after the last one.
  func line(ahead count: Int) throws(Problem) -> Line? {
    while ahead.count - consumed <= count {
      guard let line = try read() else { return nil }
      // A line retains the reader's buffer, which would be copied when it is filled again.
      ahead.append(
        Line(
          bytes: Array(line.bytes)[...], number: line.number, isTerminated: line.isTerminated))
    }
    return ahead[consumed + count]
  }

  /// The separator that a first line such as `sep=;` states, which spreadsheets write and read. The
  /// line is dropped. Nil without such a line.
  func statedSeparator() throws(Problem) -> UInt8? {
    if separator == nil, let line = try first() {
      let bytes = line.withoutReturn
      if bytes.count == 5, bytes.starts(with: "sep=".utf8) {
        separator = bytes.last
        consume()
      }
    }
    return separator
  }

  func next() throws(Problem) -> Line? {
    guard consumed < ahead.count else { return try read() }
    defer { consume() }
    return ahead[consumed]
  }

  private func consume() {
    consumed += 1
    if consumed == ahead.count {
      ahead.removeAll()
      consumed = 0
    }
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
    _ message: String, line: Int, field: String? = nil, hint: Hint? = nil
  ) -> Problem {
    Problem(
      .badData, message, file: name, line: line, field: field?.printable, hint: hint)
  }

  /// The text of a line without white space around it.
  /// - Throws: `.badData` if it is not UTF-8 or has a NUL byte.
  func text(of line: Line) throws(Problem) -> Substring {
    guard let text = line.bytes.text else { throw notUTF8(line.number) }
    guard !text.utf8.contains(0) else { throw hasNUL(line.number) }
    return text[...].trimmed
  }

  /// The id of the only utterance of this file: its name without directory and endings. Nil for
  /// standard input.
  var utteranceID: String? {
    guard path != "-" else { return nil }
    let name = baseName(of: path)
    var id = Substring(name.lowercased().hasSuffix(".gz") ? name.dropLast(3) : name[...])
    id = id.withoutEnding
    // whisper.cpp writes a.wav.json.
    if isAudioFile(String(id)) { id = id.withoutEnding }
    return id.isEmpty ? nil : String(id)
  }
}

extension Substring {
  /// The name before its last dot, except for a dot at the start.
  fileprivate var withoutEnding: Substring {
    guard let dot = lastIndex(of: "."), dot > startIndex else { return self }
    return self[..<dot]
  }

  /// Without white space at both ends.
  var trimmed: Substring {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
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
