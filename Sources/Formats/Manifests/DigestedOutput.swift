import Files
import Integrity

/// Writes to a file and hashes what it writes.
struct DigestedOutput {
  private let output: OutputFile
  private let hasher = Digest.Hasher()

  init(_ output: OutputFile) { self.output = output }

  func write(_ bytes: some Collection<UInt8>) throws(Problem) {
    hasher.update(bytes)
    try output.write(bytes)
  }

  func finish() -> Digest { hasher.finish() }
}
