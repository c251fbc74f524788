import ArgumentParser
import AuditModel
import Files
import Injection

struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Removes the canaries from a manifest.",
    discussion: """
      Restores the original byte for byte (for a compressed manifest, the decompressed bytes), or \
      names the injected entries that it could not find.

      Example:
        asr-audit remove --ledger audited/ledger.json \\
          --manifest audited/train/train.json --output clean.json
      """)

  @Option(help: "The ledger of the audit.")
  var ledger: String

  @Option(help: "The injected manifest or data directory.")
  var manifest: String

  @Option(help: "The file or directory to write.")
  var output: String

  @Flag(help: "Remove the canaries that are there, although others are missing.")
  var allowMissing = false

  @Flag(help: "Move an existing output aside.")
  var force = false

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [NamedPath("--ledger", ledger)] + manifestPaths(manifest))
    let (ledger, _) = try LedgerFile.read(ledger)
    let removal = try Removal(
      of: ledger, from: manifest, to: output, force: force, allowsMissing: allowMissing)
    print("\(output): \(removal.removed) injected entries removed")
    if !removal.missing.isEmpty {
      diagnose("warning: \(removal.missing.count) injected entries were missing")
    }
    guard removal.changedFiles.isEmpty else {
      throw Problem(
        .badData,
        "other lines differ from the original: \(removal.changedFiles.joined(separator: ", "))",
        file: output, hint: "the manifest was changed after injection; the output has no canary")
    }
    let isCompressed = ledger.header.corpus.files.contains { $0.isCompressed }
    let scope = isCompressed ? " (decompressed)" : ""
    print("the output equals the original, byte for byte\(scope)")
  }
}
