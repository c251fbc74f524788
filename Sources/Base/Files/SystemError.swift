import Platform

/// An error code of the operating system.
package struct SystemError: Sendable {
  package let code: Int32

  /// The error of the last failed call of this thread.
  package static var last: SystemError { SystemError(code: errno) }

  /// The operating system's message.
  package var reason: String { unsafe String(cString: strerror(code)) }

  /// A problem with reading `path`.
  package func reading(_ path: String) -> Problem {
    switch code {
    case ENOENT, EACCES, ENOTDIR, EISDIR, EPERM, ELOOP, ENAMETOOLONG:
      return Problem(.missingInput, "cannot be read: \(reason)", file: path)
    default:
      return Problem(.inputOutput, "reading failed: \(reason)", file: path)
    }
  }

  /// A problem with creating or writing `path`.
  package func writing(_ path: String) -> Problem {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      return Problem(
        .inputOutput, "writing failed: \(reason)", file: path,
        hint: "no incomplete output was left; free space, or choose another output, and run again")
    case EIO, EPIPE:
      return Problem(.inputOutput, "writing failed: \(reason)", file: path)
    default:
      return Problem(.cannotWrite, "cannot be written: \(reason)", file: path)
    }
  }
}
