/// A regular file in a tar archive.
package struct TarMember: Sendable {
  package let name: String
  /// The place of its content in the archive.
  package let bytes: Range<Int>
}

/// Reads the names and places of the members of a tar archive (POSIX.1-2001 `pax`, `ustar`, GNU and
/// Version 7). Contents are skipped by seeking, so that a large archive is listed quickly.
///
///     512 bytes   header: name, size in octal digits, checksum, type
///     n bytes     content, filled up to a multiple of 512 with zeros
///     …
///     1024 bytes  zeros
///
/// * Nothing is ever written under the name of a member. Names that lead out of a directory, links and
///   devices are nevertheless errors, because loaders treat them differently.
/// * An archive without the zeros at its end was cut off, and members after them are lost: Python's
///   tarfile, which loaders use, reports neither.
package final class TarReader {
  package let path: String
  private let file: RandomAccessFile
  private var window: [UInt8] = []
  private var windowStart = 0
  /// The place of the next header.
  private var position = 0
  private var isAtEnd = false

  static let blockSize = 512
  private static let windowSize = 1 << 13
  /// The largest size of the names and attributes that precede a member.
  private static let longestAttributes = 1 << 20

  /// True if a regular file starts with the header of a member.
  package static func isArchive(_ path: String) -> Bool {
    guard let file = try? RandomAccessFile(path),
      let block = try? file.read(at: 0, count: blockSize), block.count == blockSize
    else { return false }
    return TarHeader(block[...]) != nil
  }

  package init(_ path: String) throws(Problem) {
    self.path = path
    file = try RandomAccessFile(path)
  }

  /// The next regular file; nil after the last one. Directories are skipped.
  package func next() throws(Problem) -> TarMember? {
    var (longName, attributes): (String?, TarAttributes) = (nil, TarAttributes())
    while !isAtEnd {
      guard let header = try nextHeader() else { return nil }
      let start = position + Self.blockSize
      let size = attributes.size ?? header.size
      guard size <= file.size - start else {
        throw problem(
          "the archive ends in the member '\(header.name.printable)', after \(file.size - start) of "
            + "\(size) bytes", hint: "was the file copied completely?")
      }
      let content = start..<(start + size)
      switch header.type {
      case .longName, .attributes:
        guard size <= Self.longestAttributes else {
          throw problem("the name of a member has \(size) bytes")
        }
        let bytes = try bytes(at: start, count: size)
        if header.type == .longName {
          longName = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        } else {
          guard let found = TarAttributes(bytes) else {
            throw problem("the attributes of a member are damaged")
          }
          attributes = found
        }
        try advance(past: content)
      case .skipped:
        try advance(past: content)
      case .directory:
        try advance(past: content)
        (longName, attributes) = (nil, TarAttributes())
      case .file, .other:
        let name = attributes.path ?? longName ?? header.name
        try advance(past: content)
        (longName, attributes) = (nil, TarAttributes())
        // Version 7 had no other mark of a directory.
        if header.type == .file, name.utf8.last == UInt8(ascii: "/") { continue }
        try check(name, header, at: start - Self.blockSize)
        return TarMember(name: name, bytes: content)
      }
    }
    return nil
  }

  /// The content of a member.
  /// - Parameter limit: the largest size that is read, in bytes.
  package func content(of member: TarMember, limit: Int = 1 << 26) throws(Problem) -> [UInt8] {
    guard member.bytes.count <= limit else {
      throw problem("the member '\(member.name.printable)' is larger than \(limit >> 10) KiB")
    }
    let content = try bytes(at: member.bytes.lowerBound, count: member.bytes.count)
    guard content.count == member.bytes.count else {
      throw problem(
        "the archive became shorter while it was being read",
        hint: "run the command again when nothing writes to the file")
    }
    return Array(content)
  }

  // MARK: - Headers

  private func nextHeader() throws(Problem) -> TarHeader? {
    let block = try bytes(at: position, count: Self.blockSize)
    if block.isEmpty, position > 0 {
      throw problem(
        "the archive ends without its end mark", hint: "was the file copied completely?")
    }
    guard block.count == Self.blockSize else {
      throw problem(
        position == 0 ? "is too short for a tar archive" : "the archive ends in a header",
        hint: "was the file copied completely?")
    }
    if block.allSatisfy({ $0 == 0 }) {
      try checkEnd()
      return nil
    }
    guard let header = TarHeader(block) else {
      if block.starts(with: [0x1F, 0x8B]), position == 0 {
        throw Problem(
          .badData, "is compressed, and members of compressed archives have no place", file: path,
          hint: "gunzip FILE; the audio in it hardly becomes smaller by compression")
      }
      if position == 0, let foreign = ForeignFile(block), !foreign.kind.contains("tar archive") {
        throw Problem(
          .badData, "is \(foreign.kind), not a tar archive", file: path,
          hint: Hint(foreign.conversion))
      }
      throw problem(
        position == 0
          ? "is not a tar archive" : "there is no header of a member: the archive is damaged")
    }
    return header
  }

  /// Only zeros may follow the end mark.
  private func checkEnd() throws(Problem) {
    isAtEnd = true
    var cursor = position
    while true {
      let rest = try bytes(at: cursor, count: 1 << 16)
      if let other = rest.firstIndex(where: { $0 != 0 }) {
        throw Problem(
          .badData,
          "at byte \(cursor + other - rest.startIndex): more follows the end of the archive, which "
            + "loaders do not read", file: path,
          hint: "were archives joined with cat? Make one archive, or name them separately")
      }
      cursor += rest.count
      if rest.count < 1 << 16 { return }
    }
  }

  private func check(_ name: String, _ header: TarHeader, at place: Int) throws(Problem) {
    func refuse(_ what: String) -> Problem {
      Problem(
        .badData, "at byte \(place): the member '\(name.printable)' \(what)", file: path,
        hint: "make the archive again without it")
    }
    guard header.type == .file else { throw refuse("is no regular file; loaders skip it") }
    guard header.nameIsText, !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { throw refuse("has a name that is not text") }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !parts.contains("..") else {
      throw refuse("leads out of the directory that the archive is unpacked to")
    }
  }

  private func advance(past content: Range<Int>) throws(Problem) {
    let blocks = (content.count + Self.blockSize - 1) / Self.blockSize
    position = content.lowerBound + blocks * Self.blockSize
  }

  private func bytes(at start: Int, count: Int) throws(Problem) -> ArraySlice<UInt8> {
    if start < windowStart || start + count > windowStart + window.count {
      window = try file.read(at: start, count: max(count, Self.windowSize))
      windowStart = start
    }
    let first = start - windowStart
    guard first < window.count else { return [] }
    return window[first..<min(window.count, first + count)]
  }

  private func problem(_ message: String, hint: Hint? = nil) -> Problem {
    Problem(.badData, "at byte \(position): \(message)", file: path, hint: hint)
  }
}
