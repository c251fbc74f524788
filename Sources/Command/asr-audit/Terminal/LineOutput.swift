import Files

/// The output of a command that writes lines: a file that appears whole or not at all, or standard
/// output for `-`.
struct LineOutput {
  private let file: WholeFile?

  /// - Parameter compresses: whether a file whose name ends in `.gz` is compressed.
  init(_ path: String, force: Bool, compresses: Bool = false) throws(Problem) {
    file =
      try path == "-"
      ? nil : WholeFile(path, force: force, compressed: compresses && path.hasSuffix(".gz"))
  }

  func write(_ bytes: [UInt8]) throws(Problem) {
    if let file { try file.write(bytes) } else { try StandardOutput.write(bytes) }
  }

  func commit() throws(Problem) { try file?.commit() }
}

/// Names the utterances that have no loss.
func diagnoseWithoutLoss(_ names: [String]) {
  guard !names.isEmpty else { return }
  diagnose(
    "\(names.count) utterance(s) have no loss because the model cannot produce their text: "
      + abbreviatedList(names.map(\.printable)))
}
