import Platform

/// The treatment of an output that exists already.
package enum ExistingOutput: Sendable {
  /// It is an error.
  case refused
  /// The old output becomes `TARGET.previous-N` once the new one is complete (`--force`).
  case movedAside
  /// The new file replaces the old one in one step. This is for files that the program itself
  /// rewrites, such as checkpoints; a user's file is never replaced.
  case replaced

  /// The treatment that `--force`, or its absence, requests.
  package init(force: Bool) { self = force ? .movedAside : .refused }
}

/// The unfinished form of an output: a file or directory `TARGET.partial-<process>` beside it.
///
/// A run that is killed leaves the target unchanged. A lock shows whether the run is still active:
/// the next run with this target removes the unfinished outputs of runs that have ended, and is
/// refused while another one is active.
package final class PartialOutput {
  package enum Kind: Sendable { case file, directory }

  package let target: String
  /// The path of the unfinished file or directory.
  package let path: String
  let descriptor: Int32
  private let existing: ExistingOutput
  private var isFinished = false

  /// Creates an empty file or directory.
  /// - Parameters:
  ///   - kind: the kind of the unfinished output.
  ///   - finished: the kind of the target, if the target will be a part of the unfinished output.
  package init(
    of target: String, _ kind: Kind, finished: Kind? = nil, existing: ExistingOutput
  ) throws(Problem) {
    var target = target
    while target.utf8.count > 1, target.utf8.last == UInt8(ascii: "/") { target.removeLast() }
    try refuseNUL(in: target)
    try requireReplaceable(target, by: finished ?? kind, existing)
    try requireParentDirectory(of: target)
    try removeLeftovers(of: target)
    self.target = target
    self.existing = existing
    path = partialPath(of: target, process: "\(getpid())")
    descriptor = try createLocked(path, kind)
  }

  deinit {
    if !isFinished { try? removeTree(path) }
    close(descriptor)
  }

  /// Renames the unfinished output, or the part `content` of it, to the target. The caller has
  /// flushed it to the disk.
  package func commit(_ content: String? = nil) throws(Problem) {
    var aside: String?
    if fileExists(target) {
      switch existing {
      case .refused: throw alreadyExists(target)
      case .movedAside: aside = try moveAside(target)
      case .replaced: break
      }
    }
    guard unsafe rename(content ?? path, target) == 0 else {
      let reason = SystemError.last
      if let aside { unsafe _ = rename(aside, target) }
      throw reason.writing(target)
    }
    isFinished = content == nil
    let parent = unsafe open(parentDirectory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if parent >= 0 {
      fsync(parent)
      close(parent)
    }
  }
}

/// The path of the unfinished form of `target`.
/// - Parameter process: the number of the process; empty for the prefix of all such paths.
package func partialPath(of target: String, process: String) -> String {
  "\(target).partial-\(process)"
}

private func alreadyExists(_ target: String) -> Problem {
  Problem(
    .cannotWrite, "already exists", file: target,
    hint:
      "choose another \(OutputSetting.output), or pass \(OutputSetting.force) to move the old one aside"
  )
}

/// Throws if the target exists and may not be replaced, or is of another kind than the new output,
/// which shows that another program wrote it.
private func requireReplaceable(
  _ target: String, by kind: PartialOutput.Kind, _ existing: ExistingOutput
) throws(Problem) {
  guard fileExists(target) else { return }
  if case .refused = existing { throw alreadyExists(target) }
  switch kind {
  case .file where !isRegularFile(target):
    throw Problem(
      .cannotWrite, "is not a regular file and cannot be replaced", file: target,
      hint: "choose another file, or - for standard output")
  case .directory where !isDirectory(target):
    throw Problem(
      .cannotWrite, "is not a directory and cannot be replaced by one", file: target,
      hint: "choose another \(OutputSetting.output)")
  default: return
  }
}

/// Creates and locks a file or directory. Until it is locked, another run may take it for the
/// leftover of a run that has ended and remove it; then it is created again.
private func createLocked(
  _ path: String, _ kind: PartialOutput.Kind
) throws(Problem) -> Int32 {
  while true {
    if kind == .directory {
      guard unsafe mkdir(path, 0o755) == 0 else { throw SystemError.last.writing(path) }
    }
    let flags = kind == .directory ? O_RDONLY | O_DIRECTORY : O_WRONLY | O_CREAT | O_EXCL
    let descriptor = unsafe open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o644)
    if descriptor < 0, kind == .directory, errno == ENOENT { continue }
    guard descriptor >= 0 else {
      let reason = SystemError.last
      if kind == .directory { unsafe rmdir(path) }
      throw reason.writing(path)
    }
    // A file system without locks has no protection against a second run, but can be written to.
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    if isOpen(path, as: descriptor) { return descriptor }
    close(descriptor)
  }
}

/// True if `path` names the file or directory that is open as `descriptor`.
private func isOpen(_ path: String, as descriptor: Int32) -> Bool {
  var opened = stat()
  var named = stat()
  return unsafe fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
    && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
}

/// Removes every `TARGET.partial-<number>` whose run has ended.
/// - Throws: an error if a run still holds its lock.
private func removeLeftovers(of target: String) throws(Problem) {
  let parent = parentDirectory(of: target)
  let prefix = partialPath(of: baseName(of: target), process: "")
  // A directory that can be written but not listed has leftovers that nobody can find.
  let names = (try? directoryEntries(of: parent)) ?? []
  for name in names where name.hasPrefix(prefix) {
    let process = name.utf8.dropFirst(prefix.utf8.count)
    guard !process.isEmpty, process.allSatisfy({ (0x30...0x39).contains($0) }) else { continue }
    let path = "\(parent)/\(name)"
    let descriptor = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { continue }
    defer { close(descriptor) }
    guard isRegularFile(path) || isDirectory(path) else { continue }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      if errno != EWOULDBLOCK { continue }
      throw Problem(
        .cannotWrite, "another run is writing to this output", file: target,
        hint: "wait for it to end; it writes to \(name)")
    }
    // Its run may have renamed it between the listing and the lock.
    if isOpen(path, as: descriptor) { try removeTree(path) }
  }
}
