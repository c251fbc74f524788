import Platform

/// The operating system's reason for the last failed call, in its own words.
package struct SystemError: Sendable {
  package let code: Int32

  package static var last: SystemError { SystemError(code: errno) }

  package var reason: String { unsafe String(cString: strerror(code)) }

  /// A problem with reading `path`.
  package func reading(_ path: String) -> Problem {
    switch code {
    case ENOENT, EACCES, ENOTDIR, EISDIR, EPERM:
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
        hint: "nothing was left half-written; make room, or choose another place, and run again")
    case EIO, EPIPE:
      return Problem(.inputOutput, "writing failed: \(reason)", file: path)
    default:
      return Problem(.cannotWrite, "cannot be written: \(reason)", file: path)
    }
  }
}
