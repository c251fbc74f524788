import Platform

/// A text file to which several processes append lines, one write for each line.
///
/// The file is locked while the object exists, so that a process can read all lines and append
/// one that depends on them. Lines are never changed or removed.
package final class LineLog {
  package let path: String
  private let descriptor: Int32

  /// Opens and locks `path`, or creates it. Waits up to ten seconds for another process.
  package init(_ path: String) throws(Problem) {
    self.path = path
    // Without O_NONBLOCK a pipe without a reader would block.
    descriptor = unsafe open(
      path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw SystemError.last.writing(path) }
    var attempts = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError.last.writing(path) }
      attempts += 1
      guard attempts < 1_000 else {
        throw Problem(
          .cannotWrite, "is locked by another process", file: path,
          hint: "wait until the other process ends, and run again")
      }
      usleep(10_000)
    }
  }

  /// Closing the file releases the lock.
  deinit { close(descriptor) }

  /// All bytes of the file.
  package func content(limit: Int = 1 << 28) throws(Problem) -> [UInt8] {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError.last.reading(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(.badData, "is not a regular file", file: path)
    }
    guard Int(status.st_size) <= limit else {
      throw Problem(.badData, "is larger than \(limit >> 20) MiB", file: path)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let start = done
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress! + start, buffer.count - start, off_t(start))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError.last.reading(path) }
      if count == 0 { break }
      done += count
    }
    return Array(bytes.prefix(done))
  }

  /// Appends a line and a line feed by one write, and waits until they are on the disk. If the disk
  /// is full, the file keeps its former length.
  package func append(_ line: [UInt8]) throws(Problem) {
    precondition(!line.contains(0x0A), "a line has no line feed")
    let before = lseek(descriptor, 0, SEEK_END)
    let bytes = line + [0x0A]
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count, fsync(descriptor) == 0 else {
      let error = count >= 0 && count < bytes.count ? SystemError(code: ENOSPC) : .last
      if before >= 0 { _ = ftruncate(descriptor, before) }
      throw error.writing(path)
    }
  }
}
