import Platform

#if os(Linux)
  import CLinux
#endif

/// Flushes everything that was written to the file system of `path` to the disk.
package func flushFileSystem(of path: String) throws(Problem) {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw SystemError.last.reading(path) }
  defer { close(descriptor) }
  guard flushFileSystem(descriptor) else { throw SystemError.last.writing(path) }
}

/// Flushes the file system of an open file. Systems other than Linux can flush only all file systems,
/// and report no failure.
func flushFileSystem(_ descriptor: Int32) -> Bool {
  #if os(Linux)
    return syncfs(descriptor) == 0
  #else
    sync()
    return true
  #endif
}
