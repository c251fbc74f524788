import Platform

/// One line of a file without its line feed. A carriage return before the line feed is kept.
package struct Line: Sendable {
  package let bytes: ArraySlice<UInt8>
  /// Counted from 1.
  package let number: Int
  /// False only for a last line without a line feed.
  package let isTerminated: Bool

  package init(bytes: ArraySlice<UInt8>, number: Int, isTerminated: Bool) {
    self.bytes = bytes
    self.number = number
    self.isTerminated = isTerminated
  }
}

/// Reads a file line by line, in memory that does not grow with the file.
///
/// Gzip files are recognised by their content and may have several members. The path `-` is standard
/// input. A line retains the buffer that it was read into: keep no lines, or copy their bytes.
@safe package final class LineReader {
  package let path: String
  private let input: GzipInput
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0
  private var atEnd = false
  private var number = 0
  private let tap: ((ArraySlice<UInt8>) -> Void)?

  /// A longer line means that the file is not text.
  private static let longestLine = 1 << 26

  /// - Parameter tap: receives every decompressed byte once, in large pieces, to compute a digest.
  package init(
    _ path: String, tap: ((ArraySlice<UInt8>) -> Void)? = nil
  ) throws(Problem) {
    try refuseNUL(in: path)
    let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.last.reading(path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw Problem(.missingInput, "is a directory, not a file", file: path)
    }
    let capacity = bufferSize(for: status)
    input = try GzipInput(descriptor, path: path, capacity: min(capacity, 1 << 17))
    self.path = path
    self.tap = tap
    buffer = [UInt8](repeating: 0, count: input.isCompressed ? largestBuffer : capacity)
    try fill()
    try refusePointerFile(buffer[..<end], path)
  }

  /// True if the file is compressed.
  package var isCompressed: Bool { input.isCompressed }

  /// The next line; nil after the last one.
  package func next() throws(Problem) -> Line? {
    var searched = start
    while true {
      if let feed = lineFeed(from: searched) {
        let line = Line(bytes: buffer[start..<feed], number: number + 1, isTerminated: true)
        number += 1
        start = feed + 1
        return line
      }
      searched = end
      if atEnd { break }
      let consumed = start
      try fill()
      searched -= consumed - start
    }
    guard start < end else { return nil }
    let line = Line(bytes: buffer[start..<end], number: number + 1, isTerminated: false)
    number += 1
    start = end
    return line
  }

  /// The next lines, at most `most`, as one run of bytes with their line feeds; nil after the last
  /// line. Copying needs no more than that.
  package func nextRun(atMost most: Int) throws(Problem) -> (bytes: ArraySlice<UInt8>, lines: Int)?
  {
    precondition(most > 0, "nextRun: most must be positive, not \(most)")
    var cursor = start
    var lines = 0
    while lines < most, let feed = lineFeed(from: cursor) {
      cursor = feed + 1
      lines += 1
    }
    if lines == 0 {
      guard let line = try next() else { return nil }
      // `next` has moved past the line and its line feed, if it has one.
      return (line.isTerminated ? buffer[line.bytes.startIndex..<start] : line.bytes, 1)
    }
    defer {
      start = cursor
      number += lines
    }
    return (buffer[start..<cursor], lines)
  }

  private func lineFeed(from index: Int) -> Int? {
    guard index < end else { return nil }
    return unsafe buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base + index, 10, end - index)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Moves the unread bytes to the front, makes room and reads more.
  private func fill() throws(Problem) {
    if start > 0 {
      if start < end { buffer.replaceSubrange(0..<(end - start), with: buffer[start..<end]) }
      end -= start
      start = 0
    }
    if end == buffer.count {
      guard buffer.count < Self.longestLine else {
        throw Problem(
          .badData, "a line is longer than 64 MiB; is this a text file?", file: path,
          line: number + 1)
      }
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let count = try input.read(into: &buffer, from: end)
    if count == 0 { atEnd = true }
    end += count
    if count > 0 { tap?(buffer[(end - count)..<end]) }
  }
}
