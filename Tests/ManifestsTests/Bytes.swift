import Files
import Foundation

/// The decompressed files of a manifest by name. The name of a single file is empty.
func contents(of path: String) throws -> [String: [UInt8]] {
  if baseName(of: path).contains("supervisions") {
    let other = path.replacing("supervisions", with: "recordings")
    return [
      baseName(of: path): try decompressed(path), baseName(of: other): try decompressed(other),
    ]
  }
  let base = String(path.dropLast(3))
  if path.hasSuffix("tsv"), fileExists(base + "wrd") {
    var files: [String: [UInt8]] = [:]
    for suffix in ["tsv", "ltr", "wrd"] {
      files["train.\(suffix)"] = try decompressed(base + suffix)
    }
    return files
  }
  guard isDirectory(path) else { return ["": try decompressed(path)] }
  var files: [String: [UInt8]] = [:]
  for name in try directoryEntries(of: path) where !isDirectory("\(path)/\(name)") {
    files[name] = try decompressed("\(path)/\(name)")
  }
  return files
}

private func decompressed(_ path: String) throws -> [UInt8] {
  let reader = try LineReader(path)
  var bytes: [UInt8] = []
  while let run = try reader.nextRun(atMost: .max) { bytes += run.bytes }
  return bytes
}

/// The lines of a file without their line feeds.
func lines(_ bytes: [UInt8]) -> [[UInt8]] {
  var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  if lines.last == [] { lines.removeLast() }
  return lines
}

func lines(of path: String) throws -> [String] {
  try lines(decompressed(path)).map { String(decoding: $0, as: UTF8.self) }
}

/// The elements of `all` without those of `part`, which must occur in the same order; nil if they do not.
func rest(of all: [[UInt8]], without part: [[UInt8]]) -> [[UInt8]]? {
  var remaining = part[...]
  let rest = all.filter { line in
    guard remaining.first == line else { return true }
    remaining.removeFirst()
    return false
  }
  return remaining.isEmpty ? rest : nil
}
