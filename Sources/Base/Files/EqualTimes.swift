import Platform

/// Gives the directory and everything in it one access and modification time, that of its last
/// change. Otherwise the times would show the order in which files were written and read.
///
/// The files are changed in the order of their names, which then is the order of their change times.
/// Links are changed themselves and not followed.
package func equalizeTimes(in directory: String) throws(Problem) {
  var status = stat()
  guard unsafe lstat(directory, &status) == 0 else { throw SystemError.last.reading(directory) }
  #if canImport(Darwin)
    let time = status.st_mtimespec
  #else
    let time = status.st_mtim
  #endif
  try setTimes(directory, time)
}

private func setTimes(_ path: String, _ time: timespec) throws(Problem) {
  var status = stat()
  guard unsafe lstat(path, &status) == 0 else { throw SystemError.last.reading(path) }
  if status.st_mode & S_IFMT == S_IFDIR {
    for name in try directoryEntries(of: path) { try setTimes("\(path)/\(name)", time) }
  }
  // After the directory was listed, because listing is an access.
  let times = [time, time]
  guard unsafe utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0 else {
    throw SystemError.last.writing(path)
  }
}
