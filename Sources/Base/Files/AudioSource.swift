/// The bytes of an audio file: a file, or a member of an archive, which is a range of bytes of a file.
package struct AudioSource: Hashable, Sendable {
  package let path: String
  /// The range in the file; nil for the whole file.
  package let bytes: Range<Int>?
  /// The name in the archive; nil for a file.
  package let member: String?

  package init(_ path: String) {
    self.path = path
    bytes = nil
    member = nil
  }

  package init(_ path: String, member: String, bytes: Range<Int>) {
    self.path = path
    self.bytes = bytes
    self.member = member
  }

  /// The path, with the name of the member in parentheses as linkers print it: `a.tar(1.wav)`.
  package var label: String { path + (member.map { "(\($0.printable))" } ?? "") }

  /// The last part of the name, with its extensions.
  package var name: String { baseName(of: member ?? path) }

  /// True if the file exists. That a member exists is known from reading the archive.
  package var isPresent: Bool { isRegularFile(path) }

  /// Reads all bytes; nothing remains if the file has become shorter.
  /// - Parameter limit: the largest number of bytes that is read.
  package func content(limit: Int = 1 << 30) throws(Problem) -> [UInt8] {
    guard let bytes else { return try readFile(path, limit: limit) }
    guard bytes.count <= limit else {
      throw Problem(.badData, "is larger than \(limit >> 20) MiB", file: label)
    }
    let file = try RandomAccessFile(path)
    let content = try file.read(at: bytes.lowerBound, count: bytes.count)
    guard content.count == bytes.count else {
      throw Problem(
        .badData, "the archive became shorter while it was being read", file: label,
        hint: "run the command again when nothing writes to the file")
    }
    return content
  }
}
