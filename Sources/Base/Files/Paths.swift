import CLinux
import Foundation
import Platform

/// True for anything that bears this name, a dangling link too.
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

/// Throws where an output could not be created for want of a place.
func requireParentDirectory(of output: String) throws(Problem) {
  let parent = parentDirectory(of: output)
  guard isDirectory(parent) else {
    throw Problem(
      .cannotWrite, "cannot be created: there is no directory \(parent)", file: output,
      hint: "create it, or choose another --output")
  }
}

/// Paths are taken apart byte by byte: a combining mark at the start of a name would otherwise make
/// one character with the slash before it.
private let slash = UInt8(ascii: "/")

private func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

/// `c.tar.gz` → `c`: everything before the first dot that is not at the start.
package func stem(of path: String) -> String {
  let name = baseName(of: path)
  guard let dot = name.utf8.dropFirst().firstIndex(of: UInt8(ascii: ".")) else { return name }
  return String(name[..<dot])
}

/// An absolute path without links, `.` and `..`. What does not exist is only made absolute.
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

/// A path in the system's folder for temporary files that nothing has yet.
package func temporaryPath() -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("asr-audit-\(UUID().uuidString)")
    .path
}

/// Names in a directory, in byte order, without `.` and `..`.
package func directoryEntries(of path: String) throws(Problem) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  } catch {
    throw Problem(
      .missingInput, "the directory cannot be read", file: path,
      hint: "does it exist, and may you read it?")
  }
}

/// Removes a file or a directory with all that is in it; links are removed, never followed.
package func removeTree(_ path: String) throws(Problem) {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    throw Problem(.cannotWrite, "cannot be removed: \(error.localizedDescription)", file: path)
  }
}

/// Brings everything written to the file system of `path` to the disk.
package func flushFileSystem(of path: String) throws(Problem) {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError.last.reading(path) }
  defer { close(descriptor) }
  guard syncfs(descriptor) == 0 else { throw SystemError.last.writing(path) }
}

/// Creates a directory and those that it stands in, where they are not there yet.
package func makeDirectories(_ path: String) throws(Problem) {
  if path.isEmpty || isDirectory(path) { return }
  try makeDirectories(parentDirectory(of: path))
  guard unsafe mkdir(path, 0o755) == 0 else { throw SystemError.last.writing(path) }
}

/// Renames within a file system; a file that is there is replaced in one step.
package func moveFile(_ path: String, to target: String) throws(Problem) {
  guard unsafe rename(path, target) == 0 else { throw SystemError.last.writing(target) }
}

/// Renames to the first `PATH.previous-N` that is free.
/// - Returns: where it is now.
@discardableResult
package func moveAside(_ path: String) throws(Problem) -> String {
  let free = (1...).lazy.map { "\(path).previous-\($0)" }.first { !fileExists($0) }!
  try moveFile(path, to: free)
  return free
}

/// The whole content of a small file; `-` is standard input.
package func readFile(_ path: String, limit: Int = 1 << 28) throws(Problem) -> [UInt8] {
  let descriptor = path == "-" ? dup(STDIN_FILENO) : unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError.last.reading(path) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count == 0 { return bytes }
    guard count > 0 else { throw SystemError.last.reading(path) }
    bytes.append(contentsOf: chunk[0..<count])
    guard bytes.count <= limit else {
      throw Problem(.badData, "is larger than \(limit >> 20) MiB", file: path)
    }
  }
}

/// Creates `path` with these bytes.
package func writeFile(
  _ path: String, _ bytes: some Collection<UInt8>, mode: mode_t = 0o644
) throws(Problem) {
  let file = try OutputFile(path, mode: mode)
  try file.write(bytes)
  try file.close()
}
