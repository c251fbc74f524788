import ArgumentParser
import AuditModel
import Files
import Injection

struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes the canaries out of a manifest again.",
    discussion: """
      Gives back the original, byte for byte (the decompressed bytes, where it is compressed), and \
      says so; or names the injected entries that it could not find.

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

  @Flag(help: "Take out what is there although some canaries are not.")
  var allowMissing = false

  @Flag(help: "Replace an existing output.")
  var force = false

  func run() throws {
    guard absolutePath(output) != absolutePath(manifest) else {
      throw Problem(
        .usage, "the output is the manifest itself; nothing is edited in place", file: output,
        field: "--output", hint: "name another file")
    }
    let (ledger, _) = try LedgerFile.read(ledger)
    let removal = try Removal(
      of: ledger, from: manifest, to: output, force: force, allowsMissing: allowMissing)
    print("\(output): \(removal.removed) injected entries taken out")
    if !removal.missing.isEmpty {
      diagnose("warning: \(removal.missing.count) injected entries were not there")
    }
    guard removal.changedFiles.isEmpty else {
      throw Problem(
        .badData,
        "the rest is not what it was at injection: \(removal.changedFiles.joined(separator: ", "))",
        file: output, hint: "the manifest was changed after injection; no canary is left in it")
    }
    print("the rest is the original, byte for byte")
  }
}
