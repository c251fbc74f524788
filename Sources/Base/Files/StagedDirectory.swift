import Platform

/// A directory that appears complete or not at all.
///
/// It is built as `TARGET.partial-<process>`, flushed to the disk, and renamed at the end. A run that
/// is killed leaves the target unchanged, and the next run removes its partial directory. A lock on
/// that directory shows whether its run is still active.
package final class StagedDirectory {
  /// The path of the finished directory.
  package let target: String
  /// The path under which it is built.
  package let path: String
  private let lock: Int32
  private let replaces: Bool
  private var isFinished = false

  /// - Parameter force: moves an existing target to `TARGET.previous-N` once the new one is
  ///   complete.
  package init(target: String, force: Bool) throws(Problem) {
    var target = target
    while target.utf8.count > 1, target.utf8.last == UInt8(ascii: "/") { target.removeLast() }
    self.target = target
    replaces = force
    if fileExists(target), !force {
      throw Problem(
        .cannotWrite, "already exists", file: target,
        hint: "choose another --output, or pass --force to rename the old one")
    }
    try requireParentDirectory(of: target)
    try removeLeftovers(of: target)
    path = "\(target).partial-\(getpid())"
    guard unsafe mkdir(path, 0o755) == 0 else { throw SystemError.last.writing(path) }
    lock = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw SystemError.last.writing(path)
    }
  }

  deinit {
    if !isFinished { try? removeTree(path) }
    close(lock)
  }

  /// Flushes everything to the disk and renames the directory to its target.
  package func commit() throws(Problem) {
    guard flushFileSystem(lock) else { throw SystemError.last.writing(path) }
    var aside: String?
    if replaces, fileExists(target) {
      aside = try moveAside(target)
    }
    guard unsafe rename(path, target) == 0 else {
      let reason = SystemError.last
      if let aside { unsafe _ = rename(aside, target) }
      throw reason.writing(target)
    }
    isFinished = true
    let parent = unsafe open(parentDirectory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if parent >= 0 {
      fsync(parent)
      close(parent)
    }
  }

  /// Creates a directory inside.
  package func makeDirectory(_ name: String) throws(Problem) {
    guard unsafe mkdir("\(path)/\(name)", 0o755) == 0 else {
      throw SystemError.last.writing("\(path)/\(name)")
    }
  }
}

/// Removes every `TARGET.partial-*` whose run has ended.
/// - Throws: an error if a run still holds its lock.
private func removeLeftovers(of target: String) throws(Problem) {
  let parent = parentDirectory(of: target)
  let prefix = baseName(of: target) + ".partial-"
  let names: [String]
  do throws(Problem) {
    names = try directoryEntries(of: parent)
  } catch {
    throw Problem(
      .cannotWrite, "cannot be written: \(parent) is not a readable directory",
      file: target, hint: "create it first, or choose another --output")
  }
  for name in names where name.hasPrefix(prefix) {
    let path = "\(parent)/\(name)"
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { continue }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw Problem(
        .cannotWrite, "another run is writing to this output", file: target,
        hint: "wait for it to end; it writes to \(name)")
    }
    try removeTree(path)
  }
}
