import Platform

/// Opens standard input, output and error on `/dev/null` where the caller closed them. Otherwise the
/// first files that the program opens would take their descriptors, and messages would be written
/// into these files.
///
/// Input is opened for writing and output for reading, so that their use still is an error.
func openStandardStreams() {
  for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
    // The lowest free descriptor is that of the stream.
    _ = unsafe open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}
