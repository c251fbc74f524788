import Platform

/// A file that appears complete or not at all. It is written as `PATH.partial-<process>` and renamed
/// at the end.
package final class WholeFile {
  private let path: String
  private let partial: String
  private let file: OutputFile
  private var isFinished = false

  /// - Parameter force: replaces an existing file once the new one is complete.
  package init(_ path: String, force: Bool) throws(Problem) {
    guard force || !fileExists(path) else {
      throw Problem(
        .cannotWrite, "already exists", file: path,
        hint: "choose another --output, or pass --force to replace it")
    }
    guard !fileExists(path) || isRegularFile(path) else {
      throw Problem(
        .cannotWrite, "is not a regular file and cannot be replaced", file: path,
        hint: "choose another file, or - for standard output")
    }
    try requireParentDirectory(of: path)
    self.path = path
    partial = Self.partial(of: path, process: "\(getpid())")
    // A killed run with the same process number may have left one.
    unsafe unlink(partial)
    file = try OutputFile(partial)
  }

  package static func partial(of path: String, process: String) -> String {
    "\(path).partial-\(process)"
  }

  deinit { if !isFinished { unsafe unlink(partial) } }

  package func write(_ bytes: some Collection<UInt8>) throws(Problem) { try file.write(bytes) }

  /// Flushes the bytes to the disk, renames the file, and flushes its directory.
  package func commit() throws(Problem) {
    try file.close()
    try flush(partial, O_RDONLY)
    try moveFile(partial, to: path)
    isFinished = true
    try flush(parentDirectory(of: path), O_RDONLY | O_DIRECTORY)
  }

  private func flush(_ path: String, _ flags: Int32) throws(Problem) {
    let descriptor = unsafe open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError.last.writing(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw SystemError.last.writing(path) }
  }
}
