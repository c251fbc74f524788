import AuditModel
import Files
import Manifests

/// The removal of an audit's canaries from a manifest.
package struct Removal: Sendable {
  /// The number of entries that were removed.
  package let removed: Int
  /// Injected ids that were not in the manifest.
  package let missing: [String]
  /// Files whose other lines differ from those at injection.
  package let changedFiles: [String]

  /// - Parameters:
  ///   - manifest: the injected manifest or data directory, at any place.
  ///   - output: the file or directory to write; it appears completely or not at all.
  ///   - force: moves an existing output to `OUTPUT.previous-N`.
  ///   - allowsMissing: writes the output although some canaries were not found.
  package init(
    of ledger: Ledger, from manifest: String, to output: String, force: Bool, allowsMissing: Bool
  ) throws(Problem) {
    try Self.checkFormat(of: manifest, ledger)
    let ids = ledger.trainingIDs
    let corpus = ledger.header.corpus
    let partial = try PartialOutput(
      of: output, .directory, finished: corpus.hasSeveralFiles ? .directory : .file,
      existing: ExistingOutput(force: force))
    let content = "\(partial.path)/restored"
    let outcome = try corpus.open(manifest).remove(
      ids: ids, speakers: Set(ledger.header.speakers), original: ledger.header.corpus.files,
      options: ledger.header.injection, to: content)
    removed = outcome.entries
    missing = ids.subtracting(outcome.found).sorted()
    changedFiles = outcome.changedFiles
    guard missing.isEmpty || allowsMissing else {
      throw Problem(InjectionProblem.missingEntries(missing, of: ids.count), file: manifest)
    }
    try flushFileSystem(of: content)
    try partial.commit(content)
  }

  /// - Throws: if the manifest is a file and that of the audit is a directory, or the reverse.
  private static func checkFormat(of manifest: String, _ ledger: Ledger) throws(Problem) {
    guard fileExists(manifest) else { return }
    let format = ledger.header.corpus.format
    let mayBeDirectory = format.isDirectory || ledger.header.corpus.manifests != nil
    let mayBeFile = !format.isDirectory
    guard isDirectory(manifest) ? !mayBeDirectory : !mayBeFile else { return }
    let file = "\(manifest)/\(ledger.header.corpus.manifestName)"
    if isDirectory(manifest), isRegularFile(file) {
      throw Problem(
        .badData, "is a directory, and the manifest of the audit is a file in it", file: manifest,
        hint: "name the file: \(file)")
    }
    throw Problem(InjectionProblem.otherFormat(expected: format.title), file: manifest)
  }
}
