import Files
@unsafe @preconcurrency import Platform

/// The fewest files that the process must be allowed to open. libdispatch needs some for itself and
/// ends the process with a signal where it gets none.
private let fewestDescriptors: rlim_t = 32

/// Raises the limit on open files, or refuses to start, if it is lower than any command needs.
func requireDescriptors() throws(Problem) {
  var limit = rlimit()
  #if os(Linux) && canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < fewestDescriptors else { return }
  let former = limit.rlim_cur
  limit.rlim_cur = min(fewestDescriptors, limit.rlim_max)
  guard limit.rlim_cur == fewestDescriptors, unsafe setrlimit(resource, &limit) == 0 else {
    throw Problem(
      .inputOutput, "the process may open only \(former) files",
      hint: "raise the limit, for example with: ulimit -n 256")
  }
}
