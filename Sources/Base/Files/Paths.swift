import Foundation
import Platform

/// True if the name exists, also as a dangling link.
package func fileExists(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0
}

package func isDirectory(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

package func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// `a/b/c.json` → `c.json`; `/` → `/`.
package func baseName(of path: String) -> String {
  path.utf8.split(separator: slash).last.map { String(Substring($0)) } ?? path
}

/// `a/b/c.json` → `a/b`; `c.json` → `.`; `/c` → `/`.
package func parentDirectory(of path: String) -> String {
  var parent = path.utf8[...]
  while parent.last == slash { parent.removeLast() }
  while let last = parent.last, last != slash { parent.removeLast() }
  while parent.last == slash { parent.removeLast() }
  if parent.isEmpty { return isAbsolute(path) ? "/" : "." }
  return String(Substring(parent))
}

/// Throws if the directory that an output belongs into does not exist.
func requireParentDirectory(of output: String) throws(Problem) {
  let parent = parentDirectory(of: output)
  guard isDirectory(parent) else {
    throw Problem(
      .cannotWrite, "cannot be created: there is no directory \(parent)", file: output,
      hint: "create it, or choose another \(OutputSetting.output)")
  }
}

/// Paths are split by bytes, because a combining mark at the start of a name forms one character with
/// the slash before it.
private let slash = UInt8(ascii: "/")

private func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

/// The name before its first dot, except for a dot at the start: `c.tar.gz` → `c`.
package func stem(of path: String) -> String {
  let name = baseName(of: path)
  guard let dot = name.utf8.dropFirst().firstIndex(of: UInt8(ascii: ".")) else { return name }
  return String(name[..<dot])
}

/// An absolute path without links, `.` and `..`. A path that does not exist is only made absolute.
package func absolutePath(_ path: String) -> String {
  if let real = unsafe realpath(path, nil) {
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
  let name = baseName(of: path)
  let parent = parentDirectory(of: path)
  if let real = unsafe realpath(parent, nil) {
    defer { unsafe free(real) }
    let directory = unsafe String(cString: real)
    return directory == "/" ? "/\(name)" : "\(directory)/\(name)"
  }
  return isAbsolute(path) ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
}

/// An unused path in the system's directory for temporary files.
package func temporaryPath() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("asr-audit-\(UUID().uuidString)")
    .path
}

/// The names in a directory in byte order, without `.` and `..`.
package func directoryEntries(of path: String) throws(Problem) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  } catch {
    throw Problem(
      .missingInput, "the directory cannot be read", file: path,
      hint: "check that it exists and is readable")
  }
}

/// Removes a file, or a directory with its content. Links are removed and never followed.
package func removeTree(_ path: String) throws(Problem) {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    throw Problem(.cannotWrite, "cannot be removed: \(error.localizedDescription)", file: path)
  }
}

/// Creates a directory and its parents, unless they exist.
package func makeDirectories(_ path: String) throws(Problem) {
  if path.isEmpty || isDirectory(path) { return }
  try makeDirectories(parentDirectory(of: path))
  guard unsafe mkdir(path, 0o755) == 0 else { throw SystemError.last.writing(path) }
}

/// Renames within a file system. An existing file is replaced atomically.
package func moveFile(_ path: String, to target: String) throws(Problem) {
  guard unsafe rename(path, target) == 0 else { throw SystemError.last.writing(target) }
}

/// Renames `path` to the first unused `PATH.previous-N`.
/// - Returns: the new path.
@discardableResult
package func moveAside(_ path: String) throws(Problem) -> String {
  let free = (1...).lazy.map { "\(path).previous-\($0)" }.first { !fileExists($0) }!
  try moveFile(path, to: free)
  return free
}

/// Throws for a path with a NUL character: the system would use only the part before it.
func refuseNUL(in path: String) throws(Problem) {
  guard !path.utf8.contains(0) else {
    throw Problem(
      .usage, "a path cannot have a NUL character",
      file: path.replacing("\0", with: "\\0"))
  }
}

/// The content of a small file; `-` is standard input.
/// - Parameter limit: the largest size in bytes that is read.
package func readFile(_ path: String, limit: Int = 1 << 28) throws(Problem) -> [UInt8] {
  try refuseNUL(in: path)
  let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError.last.reading(path) }
  defer { close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError.last.reading(path) }
  if path != "-", [S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT) {
    throw Problem(
      .missingInput, "is a device, not a file", file: path,
      hint: "name a file, or - for standard input")
  }
  var bytes: [UInt8] = []
  if status.st_mode & S_IFMT == S_IFREG {
    // Growing by doubling would take up to three times the size of the file.
    bytes.reserveCapacity(min(limit, Int(status.st_size)) + 1)
  }
  var chunk = [UInt8](repeating: 0, count: bufferSize(for: status))
  while true {
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count == 0 {
      try refusePointerFile(bytes, path)
      return bytes
    }
    guard count > 0 else { throw SystemError.last.reading(path) }
    bytes.append(contentsOf: chunk[0..<count])
    guard bytes.count <= limit else {
      throw Problem(.badData, "is larger than \(limit >> 20) MiB", file: path)
    }
  }
}

/// The size of a buffer for reading an open file from its start to its end, in bytes: a small file
/// fits in it, and the system clears no memory that is not needed.
func bufferSize(for status: stat) -> Int {
  // Pipes and the files of /proc have no size.
  guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return largestBuffer }
  return min(largestBuffer, max(1 << 12, Int(status.st_size) + 1))
}

let largestBuffer = 1 << 18

/// Copies a regular file of any size to `target`, which must not exist.
package func copyFile(_ path: String, to target: String) throws(Problem) {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError.last.reading(path) }
  defer { close(descriptor) }
  let output = try OutputFile(target)
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count == 0 { return try output.close() }
    guard count > 0 else { throw SystemError.last.reading(path) }
    try output.write(chunk[0..<count])
  }
}

/// Creates `path` with these bytes. It must not exist.
package func writeFile(
  _ path: String, _ bytes: some Collection<UInt8>, mode: mode_t = 0o644
) throws(Problem) {
  let file = try OutputFile(path, mode: mode)
  try file.write(bytes)
  try file.close()
}
