import CZlib
import Platform

/// A buffered file for writing. Every failure is reported, the last one by `close()`.
@safe package final class OutputFile {
  package let path: String
  private var descriptor: Int32
  private var gzip: gzFile?
  private var buffer: [UInt8] = []

  private static let flushAt = 1 << 17

  /// Creates `path`.
  /// - Parameters:
  ///   - replaces: truncates a file that exists; otherwise `path` must not exist.
  ///   - mode: permission bits; 0o600 for secrets.
  package init(
    _ path: String, compressed: Bool = false, replaces: Bool = false, mode: mode_t = 0o644
  ) throws(Problem) {
    self.path = path
    let existing = replaces ? O_TRUNC : O_EXCL
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | existing | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw SystemError.last.writing(path) }
    if compressed {
      unsafe gzip = unsafe gzdopen(descriptor, "wb6")
      guard unsafe gzip != nil else {
        throw Problem(.inputOutput, "writing failed: out of memory", file: path)
      }
    }
    buffer.reserveCapacity(Self.flushAt + (1 << 16))
  }

  /// Opens `path` for appending, or creates it.
  package init(appendingTo path: String) throws(Problem) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.last.writing(path) }
  }

  deinit {
    if let gzip = unsafe gzip {
      unsafe gzclose(gzip)
    } else if descriptor >= 0 {
      Platform.close(descriptor)
    }
  }

  package func write(_ bytes: some Collection<UInt8>) throws(Problem) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.flushAt { try flush() }
  }

  package func write(_ text: String) throws(Problem) {
    try write(text.utf8)
  }

  private func flush() throws(Problem) {
    var done = 0
    while done < buffer.count {
      let count = unsafe buffer.withUnsafeBytes { bytes in
        if let gzip = unsafe gzip {
          return unsafe Int(gzwrite(gzip, bytes.baseAddress! + done, UInt32(bytes.count - done)))
        }
        return unsafe Platform.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      }
      if count <= 0 {
        // A failed gzip stream never recovers, so only a plain write is repeated.
        if unsafe gzip == nil, errno == EINTR { continue }
        throw SystemError.last.writing(path)
      }
      done += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes the rest and closes the file. The file is complete only after this has returned.
  package func close() throws(Problem) {
    try flush()
    let failed: Bool
    if let stream = unsafe gzip {
      unsafe gzip = nil
      failed = unsafe gzclose(stream) != Z_OK
    } else {
      failed = Platform.close(descriptor) != 0
    }
    descriptor = -1
    if failed { throw SystemError.last.writing(path) }
  }
}
