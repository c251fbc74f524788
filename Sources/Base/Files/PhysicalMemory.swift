import Platform

/// The memory of this machine in bytes.
package var physicalMemory: Int {
  sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
}
