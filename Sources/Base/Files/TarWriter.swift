/// Writes a tar archive in the `ustar` form of POSIX.1-1988, which every loader reads.
///
/// The times of all members are 0 and their owner is nobody in particular, so that equal contents give
/// equal archives.
package final class TarWriter {
  private let file: OutputFile
  private var size = 0

  /// The archive is filled up to a multiple of this size, as GNU tar and Python's tarfile do.
  private static let recordSize = 20 * TarReader.blockSize
  /// The longest name that a header has room for without a prefix.
  private static let longestName = 100
  private static let largestMember = 1 << 33

  /// Creates `path`, which must not exist.
  package init(_ path: String) throws(Problem) { file = try OutputFile(path) }

  package func add(_ name: String, _ content: some Collection<UInt8>) throws(Problem) {
    guard !name.isEmpty, name.utf8.count <= Self.longestName, !name.utf8.contains(0),
      content.count < Self.largestMember
    else {
      throw Problem(
        .badData,
        "a member with a name of \(name.utf8.count) bytes and a size of "
          + "\(content.count) bytes does not fit into a tar archive", file: file.path)
    }
    try write(Self.header(name, size: content.count))
    try write(content)
    try fill(to: TarReader.blockSize)
  }

  /// Writes the end mark and closes the file.
  package func close() throws(Problem) {
    try write([UInt8](repeating: 0, count: 2 * TarReader.blockSize))
    try fill(to: Self.recordSize)
    try file.close()
  }

  private func write(_ bytes: some Collection<UInt8>) throws(Problem) {
    try file.write(bytes)
    size += bytes.count
  }

  private func fill(to unit: Int) throws(Problem) {
    let missing = (unit - size % unit) % unit
    try write([UInt8](repeating: 0, count: missing))
  }

  private static func header(_ name: String, size: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: TarReader.blockSize)
    func put(_ text: String, at start: Int) {
      block.replaceSubrange(start..<(start + text.utf8.count), with: text.utf8)
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0)
    put(octal(0o644, 7), at: 100)  // mode
    put(octal(0, 7), at: 108)  // owner
    put(octal(0, 7), at: 116)  // group
    put(octal(size, 11), at: 124)
    put(octal(0, 11), at: 136)  // time
    put("        ", at: 148)  // checksum
    put("0", at: 156)  // type: a regular file
    put("ustar\u{0}00", at: 257)
    put(octal(0, 7), at: 329)
    put(octal(0, 7), at: 337)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(octal(sum, 6) + "\u{0} ", at: 148)
    return block
  }
}
