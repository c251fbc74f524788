import AuditModel
import Files
import Foundation
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
  ///   - force: replaces an existing output.
  ///   - allowsMissing: writes the output although some canaries were not found.
  package init(
    of ledger: Ledger, from manifest: String, to output: String, force: Bool, allowsMissing: Bool
  ) throws(Problem) {
    if fileExists(output), !force { throw Problem(InjectionProblem.outputExists, file: output) }
    try Self.checkFormat(of: manifest, ledger)
    let ids = ledger.trainingIDs
    let partial = "\(output).partial-\(ProcessInfo.processInfo.processIdentifier)"
    if fileExists(partial) { try removeTree(partial) }
    do throws(Problem) {
      let corpus = try ledger.header.corpus.format.open(manifest)
      let outcome = try corpus.remove(
        ids: ids, speakers: Set(ledger.header.speakers), original: ledger.header.corpus.files,
        options: ledger.header.injection, to: partial)
      removed = outcome.entries
      missing = ids.subtracting(outcome.found).sorted()
      changedFiles = outcome.changedFiles
      guard missing.isEmpty || allowsMissing else {
        throw Problem(InjectionProblem.missingEntries(missing, of: ids.count), file: manifest)
      }
      try putInPlace(partial, output)
    } catch {
      if fileExists(partial) { try removeTree(partial) }
      throw error
    }
  }

  /// - Throws: if a Kaldi audit is removed from a file or a NeMo audit from a directory.
  private static func checkFormat(of manifest: String, _ ledger: Ledger) throws(Problem) {
    guard fileExists(manifest) else { return }
    let format = ledger.header.corpus.format
    guard isDirectory(manifest) != (format == .kaldi) else { return }
    throw Problem(InjectionProblem.otherFormat(expected: format.title), file: manifest)
  }
}

/// Flushes to the disk, then renames: a file replaces its predecessor in one step.
private func putInPlace(_ partial: String, _ output: String) throws(Problem) {
  try flushFileSystem(of: partial)
  if isDirectory(output) { try removeTree(output) }
  try moveFile(partial, to: output)
}
