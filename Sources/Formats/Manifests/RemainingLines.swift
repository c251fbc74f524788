import Files
import Integrity

/// The lines that a removal leaves, joined by line feeds as in the original file. They are hashed
/// one by one, and written if there is a file to write to.
struct RemainingLines: ~Copyable {
  private let output: OutputFile?
  private let hasher = Digest.Hasher()
  private var isEmpty = true

  init(output: OutputFile?) { self.output = output }

  mutating func append(_ line: some Collection<UInt8>) throws(Problem) {
    if !isEmpty { try write([0x0A]) }
    isEmpty = false
    try write(line)
  }

  /// Ends the file as `original` ended.
  /// - Returns: true if the bytes are those of `original`.
  consuming func close(matching original: ManifestFile) throws(Problem) -> Bool {
    if original.isTerminated, !isEmpty { try write([0x0A]) }
    try output?.close()
    return hasher.finish() == original.digest
  }

  private func write(_ bytes: some Collection<UInt8>) throws(Problem) {
    hasher.update(bytes)
    try output?.write(bytes)
  }
}
