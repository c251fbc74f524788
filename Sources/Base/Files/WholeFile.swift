import Platform

/// A file that appears whole or not at all: written beside its place as `PATH.partial-<process>`,
/// and renamed once.
package final class WholeFile {
  private let path: String
  private let partial: String
  private let file: OutputFile
  private var isFinished = false

  /// - Parameter force: an existing file is replaced, when the new one is whole.
  package init(_ path: String, force: Bool) throws(Problem) {
    guard force || !fileExists(path) else {
      throw Problem(
        .cannotWrite, "already exists", file: path,
        hint: "choose another --output, or pass --force to replace it")
    }
    guard !fileExists(path) || isRegularFile(path) else {
      throw Problem(
        .cannotWrite, "is no file that could be replaced", file: path,
        hint: "name a file, or - where standard output is meant")
    }
    try requireParentDirectory(of: path)
    self.path = path
    partial = Self.partial(of: path, process: "\(getpid())")
    // Left by a run that died and had our number.
    unsafe unlink(partial)
    file = try OutputFile(partial)
  }

  package static func partial(of path: String, process: String) -> String {
    "\(path).partial-\(process)"
  }

  deinit { if !isFinished { unsafe unlink(partial) } }

  package func write(_ bytes: some Collection<UInt8>) throws(Problem) { try file.write(bytes) }

  /// Brings the bytes to the disk, then the file into its place, then its name to the disk.
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
