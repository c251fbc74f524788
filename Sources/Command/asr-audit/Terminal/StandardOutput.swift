import Files
@unsafe @preconcurrency import Platform

/// Standard output, with the errors that `print` does not return.
enum StandardOutput {
  /// The error of a write that failed.
  static let lost = Problem(.inputOutput, "standard output could not be written")

  /// Writes part of a long output.
  /// - Throws: `lost` as soon as a write fails, so that long work for a closed pipe ends early.
  static func write(_ bytes: [UInt8]) throws(Problem) {
    guard unsafe fwrite(bytes, 1, bytes.count, stdout) == bytes.count else { throw lost }
  }

  /// Writes out what `print` has buffered.
  /// - Throws: `lost` if this or any earlier write failed. A large text fails while it is printed and
  ///   leaves nothing for the last flush to fail on, hence `ferror`.
  static func flush() throws(Problem) {
    guard fflush(nil) == 0, unsafe ferror(stdout) == 0 else { throw lost }
  }

  /// True if standard output is a pipe whose reading end is closed, as `head` leaves it.
  static var isClosedPipe: Bool {
    var target = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&target, 1, 0) == 1 && target.revents & Int16(POLLERR) != 0
  }
}
