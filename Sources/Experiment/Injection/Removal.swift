import AuditModel
import Files
import Foundation
import Manifests

/// Takes the canaries out of a manifest again.
package struct Removal: Sendable {
  /// Entries taken out.
  package let removed: Int
  /// Injected ids that were not there.
  package let missing: [String]
  /// Files whose remaining lines are not, byte for byte, what they were at injection.
  package let changedFiles: [String]

  package var isOriginal: Bool { changedFiles.isEmpty && missing.isEmpty }

  /// - Parameters:
  ///   - manifest: the injected manifest or data directory, wherever it is now.
  ///   - output: appears whole or not at all.
  ///   - allowsMissing: writes the output although some canaries were not found.
  package init(
    of ledger: Ledger, from manifest: String, to output: String, force: Bool, allowsMissing: Bool
  ) throws(Problem) {
    if fileExists(output), !force {
      throw Problem(
        .cannotWrite, "already exists", file: output,
        hint: "choose another --output, or pass --force to replace it")
    }
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
        let names = missing.prefix(10).joined(separator: ", ")
        throw Problem(
          .badData,
          "\(missing.count) of \(ids.count) injected entries are not in this manifest: \(names)"
            + (missing.count > 10 ? ", …" : ""), file: manifest,
          hint: "is it the ledger of another run? --allow-missing takes out what is there")
      }
      try putInPlace(partial, output)
    } catch {
      if fileExists(partial) { try removeTree(partial) }
      throw error
    }
  }
}

/// Flushes to the disk, then renames: a file takes its old one's place in one step.
private func putInPlace(_ partial: String, _ output: String) throws(Problem) {
  try flushFileSystem(of: partial)
  if isDirectory(output) { try removeTree(output) }
  try moveFile(partial, to: output)
}
