import Platform

/// A file that appears complete or not at all.
///
/// It is written as a `PartialOutput`, flushed to the disk, and renamed at the end.
package final class WholeFile {
  private let partial: PartialOutput
  private let file: OutputFile

  /// - Parameters:
  ///   - existing: the treatment of a file that exists.
  ///   - compressed: whether the file is compressed with gzip.
  package init(
    _ path: String, existing: ExistingOutput, compressed: Bool = false
  ) throws(Problem) {
    partial = try PartialOutput(of: path, .file, existing: existing)
    file = try OutputFile(partial.path, compressed: compressed, replaces: true)
  }

  /// - Parameter force: moves an existing file to `PATH.previous-N` once the new one is complete.
  package convenience init(
    _ path: String, force: Bool, compressed: Bool = false
  ) throws(Problem) {
    try self.init(path, existing: ExistingOutput(force: force), compressed: compressed)
  }

  package func write(_ bytes: some Collection<UInt8>) throws(Problem) { try file.write(bytes) }

  /// Flushes the bytes to the disk, renames the file, and flushes its directory.
  package func commit() throws(Problem) {
    try file.close()
    guard fsync(partial.descriptor) == 0 else { throw SystemError.last.writing(partial.path) }
    try partial.commit()
  }
}
