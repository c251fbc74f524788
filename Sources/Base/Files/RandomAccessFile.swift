import Platform

/// A regular file that is read at any position.
@safe package final class RandomAccessFile: Sendable {
  package let path: String
  /// The size when the file was opened, in bytes.
  package let size: Int
  private let descriptor: Int32

  package init(_ path: String) throws(Problem) {
    try refuseNUL(in: path)
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemError.last.reading(path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Problem(.missingInput, "is not a regular file", file: path)
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The bytes at a position; fewer at the end of the file.
  package func read(at position: Int, count: Int) throws(Problem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, min(count, size - position)))
    var done = 0
    while done < bytes.count {
      let part = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(position + done))
      }
      if part == 0 { break }
      guard part > 0 else {
        if errno == EINTR { continue }
        throw SystemError.last.reading(path)
      }
      done += part
    }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// Reads to memory.
  /// - Returns: the number of bytes; 0 at the end of the file.
  package func read(
    to target: UnsafeMutableRawPointer, at position: Int, count: Int
  ) throws(Problem) -> Int {
    while true {
      let part = unsafe pread(descriptor, target, count, off_t(position))
      if part >= 0 { return part }
      guard errno == EINTR else { throw SystemError.last.reading(path) }
    }
  }
}
