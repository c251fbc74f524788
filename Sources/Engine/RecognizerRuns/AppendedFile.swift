import Files
import Platform

/// A file of lines that a run appends to. A lock keeps other runs from writing to it.
final class AppendedFile {
  private let path: String
  private let descriptor: Int32

  /// Opens or creates the file and removes everything after its first `lines` lines.
  /// - Parameter step: the step of the saved state, which wrote these lines.
  /// - Throws: also if the file has fewer lines, or if another run has locked it.
  init(_ path: String, keepingLines lines: Int, step: Int) throws(Problem) {
    var length = 0
    if lines > 0 {
      let reader = try LineReader(path)
      for number in 0..<lines {
        guard let line = try reader.next(), line.isTerminated else {
          throw Problem(
            .badData,
            "has \(number) complete lines, but the state that was saved at step \(step) needs \(lines)",
            file: path,
            hint:
              "the file was changed; start a new run from the model with \(RunSetting.initialModel)"
          )
        }
        length += line.bytes.count + 1
      }
    }
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError.last.writing(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Problem(
        .cannotWrite, "another run is writing to it", file: path, hint: "wait for it to end")
    }
    guard ftruncate(descriptor, length) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      close(descriptor)
      throw SystemError.last.writing(path)
    }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(Problem) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Platform.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw SystemError.last.writing(path) }
      rest = rest.dropFirst(count)
    }
  }

  func flush() throws(Problem) {
    guard fsync(descriptor) == 0 else { throw SystemError.last.writing(path) }
  }
}
