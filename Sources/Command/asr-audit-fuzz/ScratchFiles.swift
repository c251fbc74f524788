import Files
import Foundation

/// The files of one process, which every input rewrites. They lie in the directory for temporary
/// files, so `TMPDIR` should name a file system in memory.
final class ScratchFiles {
  let directory: String
  /// The names and contents of the files that the last call of `writeSections` left.
  private var sections: [String: [UInt8]] = [:]

  init() {
    directory = temporaryPath()
    mkdir(directory, 0o755)
    mkdir("\(directory)/sections", 0o755)
  }

  /// Writes a file and returns its path.
  func write(_ bytes: some Collection<UInt8>, as name: String = "input") -> String {
    let path = "\(directory)/\(name)"
    replace(path, Array(bytes))
    return path
  }

  /// Returns the path of a file or directory that does not exist.
  func free(_ name: String) -> String {
    let path = "\(directory)/\(name)"
    if fileExists(path) { try? removeTree(path) }
    return path
  }

  /// Writes the parts of an input that start with lines such as `==> wav.scp <==` to files with these
  /// names and removes the files of earlier inputs.
  /// - Returns: the path of their directory.
  func writeSections(_ bytes: [UInt8]) -> String {
    let path = "\(directory)/sections"
    let parts = Self.sections(of: bytes)
    for name in sections.keys where parts[name] == nil { unlink("\(path)/\(name)") }
    for (name, content) in parts where sections[name] != content {
      replace("\(path)/\(name)", content)
    }
    sections = parts
    return path
  }

  /// The parts of an input by their names. A name has letters, digits, dots, hyphens and underscores.
  static func sections(of bytes: [UInt8]) -> [String: [UInt8]] {
    var parts: [String: [UInt8]] = [:]
    var name: String?
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: "==> ".utf8), line.suffix(4).elementsEqual(" <==".utf8) {
        let text = String(decoding: line.dropFirst(4).dropLast(4), as: UTF8.self)
        let isName = !text.isEmpty && text.utf8.count < 60 && text.utf8.allSatisfy(isNameByte)
        name = isName && text != "." && text != ".." ? text : nil
        if let name { parts[name] = [] }
      } else if let name {
        parts[name]! += line + [0x0A]
      }
    }
    // The last line feed belongs to the separation of sections.
    return parts.mapValues { $0.isEmpty ? $0 : Array($0.dropLast()) }
  }

  /// The name of the first section of an input.
  static func firstName(in bytes: [UInt8]) -> String? {
    let line = bytes.prefix { $0 != 0x0A }
    let parts = sections(of: Array(line))
    return parts.keys.first
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private func replace(_ path: String, _ bytes: [UInt8]) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    guard descriptor >= 0, count == bytes.count, close(descriptor) == 0 else {
      perror(path)
      _exit(74)
    }
  }
}
