import Platform

/// A directory that appears complete or not at all.
///
/// It is built as a `PartialOutput`, flushed to the disk, and renamed at the end.
package final class StagedDirectory {
  private let partial: PartialOutput

  /// The path of the finished directory.
  package var target: String { partial.target }
  /// The path under which it is built.
  package var path: String { partial.path }

  /// - Parameter force: moves an existing target to `TARGET.previous-N` once the new one is
  ///   complete.
  package init(target: String, force: Bool) throws(Problem) {
    partial = try PartialOutput(of: target, .directory, existing: ExistingOutput(force: force))
  }

  /// Flushes everything to the disk and renames the directory to its target.
  package func commit() throws(Problem) {
    guard flushFileSystem(partial.descriptor) else { throw SystemError.last.writing(path) }
    try partial.commit()
  }

  /// Creates a directory inside.
  package func makeDirectory(_ name: String) throws(Problem) {
    guard unsafe mkdir("\(path)/\(name)", 0o755) == 0 else {
      throw SystemError.last.writing("\(path)/\(name)")
    }
  }
}
