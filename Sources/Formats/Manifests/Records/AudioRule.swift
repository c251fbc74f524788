import Files

/// The file that a loader opens for the path in a record.
enum AudioRule: Hashable, Sendable {
  /// A relative path starts at the manifest's directory if such a file exists, else at the working
  /// directory.
  case directoryOrWorkingDirectory
  /// A relative path starts at the working directory.
  case workingDirectory
  /// A relative path starts at the manifest's directory.
  case directory
  /// Paths are relative and lead into the manifest's directory; loaders refuse all others.
  case insideDirectory
  /// Names of files in a folder of the manifest's directory.
  case folder(String)
  /// Names without extension of WAV files in a folder of the manifest's directory.
  case stems(folder: String)
  /// The records of another file have the paths.
  case elsewhere
  /// Names of members of an archive.
  case member

  /// The folder that all audio is in, if there is one.
  var folder: String? {
    switch self {
    case .folder(let name), .stems(let name): name
    case .directoryOrWorkingDirectory, .workingDirectory, .directory, .insideDirectory, .elsewhere,
      .member:
      nil
    }
  }

  /// Whether the target of a relative path depends on the manifest's directory.
  var dependsOnDirectory: Bool { self != .workingDirectory && hasPaths }

  /// Whether records have the paths of files.
  var hasPaths: Bool { self != .elsewhere && self != .member }

  /// The path of a file in the form of this rule. Rules that start at the manifest's directory get a
  /// relative path.
  func manifestPath(of file: String) -> String {
    switch self {
    case .directoryOrWorkingDirectory, .workingDirectory, .directory, .insideDirectory, .elsewhere:
      file
    case .folder, .member: String(file.split(separator: "/").last ?? "")
    case .stems: stem(of: file)
    }
  }
}

/// The paths of canaries that a format can have.
package enum CanaryPaths: Sendable {
  /// Absolute paths, or paths relative to the manifest.
  case any
  /// Absolute paths, because the loader starts at the working directory.
  case absolute
  /// Paths relative to the manifest, because the loader refuses others.
  case relative
}
