import Files

/// One reader of the program and the check that its inputs must pass.
struct Reader: Sendable {
  let name: String
  var structure = Structure.text
  /// Whether a problem must name the file. Readers of a text without a file leave this to the caller.
  var namesFile = true
  /// Reads an input. It throws a `Problem` for a bad one and stops the process where a rule of the
  /// reader does not hold.
  let read: @Sendable ([UInt8], ScratchFiles) throws(Problem) -> Void

  static let all =
    baseReaders + manifestReaders + transcriptReaders + auditReaders + reportReaders + engineReaders
    + analysisReaders + probeReaders

  func test(_ bytes: [UInt8], _ files: ScratchFiles) {
    do throws(Problem) {
      try read(bytes, files)
    } catch {
      require(!error.message.isEmpty, "a problem has no message")
      require(!namesFile || error.file != nil, "a problem names no file: \(error.message)")
    }
  }
}

/// Stops the process, which libFuzzer reports as a finding together with the input.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
