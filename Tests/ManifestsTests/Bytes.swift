import Files
import Foundation
import Manifests

/// The decompressed files of a manifest by name. The name of a single file is empty.
func contents(of path: String) throws -> [String: [UInt8]] {
  if baseName(of: path).contains("supervisions") {
    let other = path.replacing("supervisions", with: "recordings")
    return [
      baseName(of: path): try decompressed(path), baseName(of: other): try decompressed(other),
    ]
  }
  let pattern = try NamePattern(path)
  let isTarred = fileExists("\(parentDirectory(of: pattern.names[0]))/audio_0.tar")
  if path.hasSuffix(".tar") || isTarred || pattern.isSeveral {
    return try contents(of: parentDirectory(of: pattern.names[0]))
  }
  if try isTree(path) {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path)
    where !isDirectory("\(path)/\(name)") {
      // Links of a tree lead to files that need not exist in these tests.
      files[name] = isRegularFile("\(path)/\(name)") ? try decompressed("\(path)/\(name)") : []
    }
    return files
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

/// True for a tree of LibriSpeech.
private func isTree(_ path: String) throws -> Bool {
  guard isDirectory(path) else { return false }
  return try directoryEntries(of: path).contains { $0.allSatisfy(\.isNumber) }
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
