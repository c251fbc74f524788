import CLinux
import Platform

/// A directory that appears whole or not at all.
///
/// It is built beside its target as `TARGET.partial-<process>`, flushed to the disk, and renamed
/// once. A run that dies leaves the target untouched; the next run removes what it left. A lock on
/// the directory tells a dead run's leftovers from the work of a run that is still going.
package final class StagedDirectory {
  /// Where the directory will stand.
  package let target: String
  /// Where it is being built.
  package let path: String
  private let lock: Int32
  private let replaces: Bool
  private var isFinished = false

  /// - Parameter force: an existing target is moved aside (to `TARGET.previous-N`) when the new
  ///   one is whole.
  package init(target: String, force: Bool) throws(Problem) {
    var target = target
    while target.utf8.count > 1, target.utf8.last == UInt8(ascii: "/") { target.removeLast() }
    self.target = target
    replaces = force
    if fileExists(target), !force {
      throw Problem(
        .cannotWrite, "already exists", file: target,
        hint: "choose another --output, or pass --force to move the old one aside")
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

  /// Flushes everything to the disk and puts the directory in its place.
  package func commit() throws(Problem) {
    guard syncfs(lock) == 0 else { throw SystemError.last.writing(path) }
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

/// Removes `TARGET.partial-*` whose run has died; a run that still holds its lock is respected.
private func removeLeftovers(of target: String) throws(Problem) {
  let parent = parentDirectory(of: target)
  let prefix = baseName(of: target) + ".partial-"
  let names: [String]
  do throws(Problem) {
    names = try directoryEntries(of: parent)
  } catch {
    throw Problem(
      .cannotWrite, "cannot be written: \(parent) is not a directory that can be read",
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
        hint: "wait for it to end (it works in \(name))")
    }
    try removeTree(path)
  }
}
