import Platform

/// A path that an option or an argument of a command names.
package struct NamedPath: Sendable {
  /// The option or argument, such as `--manifest`.
  package let option: String
  package let path: String

  /// Returns nil for a nil path and for `-`, which is standard input or output.
  package init?(_ option: String, _ path: String?) {
    guard let path, path != "-", !path.isEmpty else { return nil }
    self.option = option
    self.path = path
  }
}

/// Refuses an output that is an input, contains one or lies inside one, an output that is or contains
/// the working directory, and outputs that overlap one another.
///
/// Files and directories are compared by device and inode, so that symbolic links, hard links and
/// other spellings of a path are recognised. Names that do not exist are no inputs: the reader
/// reports them.
/// - Throws: `.usage`.
package func refuseOverlap(
  outputs: [NamedPath?], inputs: [NamedPath?]
) throws(Problem) {
  let inputs = inputs.compactMap { $0.map { (name: $0, place: Place($0.path)) } }
  let outputs = outputs.compactMap { $0.map { (name: $0, place: Place($0.path)) } }
  let workingDirectory = FileIdentity(".")
  for (index, (output, place)) in outputs.enumerated() {
    func refusal(_ message: String) -> Problem {
      Problem(
        .usage, message, file: output.path, field: output.option,
        hint: "an input is never replaced; name another output")
    }
    for (input, other) in inputs {
      let name = "'\(input.path)' (\(input.option))"
      if place.isSame(as: other) { throw refusal("the output is the input \(name)") }
      if place.contains(other) { throw refusal("the output contains the input \(name)") }
      if other.contains(place) { throw refusal("the output lies inside the input \(name)") }
    }
    if let workingDirectory,
      place.file == workingDirectory || Place(".").directories.contains(where: { $0 == place.file })
    {
      throw refusal("the output is or contains the working directory")
    }
    for (other, otherPlace) in outputs[..<index]
    where place.isSame(as: otherPlace) || place.contains(otherPlace) || otherPlace.contains(place) {
      throw Problem(
        .usage, "overlaps the output '\(other.path)' (\(other.option))", file: output.path,
        field: output.option, hint: "name another output")
    }
  }
}

/// Refuses an input that is named twice, under whatever names.
/// - Throws: `.usage`.
package func refuseRepetition(_ inputs: [NamedPath?]) throws(Problem) {
  var files: Set<FileIdentity> = []
  for input in inputs.compactMap({ $0 }) {
    // The reader reports a name that does not exist.
    guard let file = FileIdentity(input.path), !files.insert(file).inserted else { continue }
    throw Problem(
      .usage, "is named twice", file: input.path, field: input.option, hint: "name every file once")
  }
}

/// True if both paths lead to one regular file or directory.
package func isSameFile(_ path: String, _ other: String) -> Bool {
  FileIdentity(path).map { $0 == FileIdentity(other) } ?? false
}

/// The device and inode of a file, which do not depend on its name.
private struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  /// The regular file or directory that `path` leads to; nil if there is none.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

/// The place of a path in the file system.
private struct Place {
  /// The path without links, except for a link that is its last component.
  private let name: String
  /// The regular file or directory that the path leads to.
  let file: FileIdentity?
  private let isDirectory: Bool
  /// The directories that contain the name, and those that contain the file that it leads to.
  let directories: Set<FileIdentity>

  init(_ path: String) {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    let parent = absolutePath(parentDirectory(of: path))
    name = "\(parent == "/" ? "" : parent)/\(baseName(of: path))"
    file = FileIdentity(path)
    isDirectory = Files.isDirectory(path)
    var directories: Set<FileIdentity> = []
    for start in [parent, parentDirectory(of: absolutePath(path))] {
      var directory = start
      while true {
        if let identity = FileIdentity(directory) { directories.insert(identity) }
        if directory == "/" || directory == "." { break }
        directory = parentDirectory(of: directory)
      }
    }
    self.directories = directories
  }

  func isSame(as other: Place) -> Bool { name == other.name || (file != nil && file == other.file) }

  func contains(_ other: Place) -> Bool {
    guard isDirectory, let file else { return false }
    return other.directories.contains(file)
  }
}
