import ArgumentParser
import Files
import Injection

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks the files of an audit against its ledger.",
    discussion: """
      Checks the ledger, the commitment, the signature, all audio files (also those of the check \
      utterances) and both manifests. Exits with status 65 if a file was changed or is missing.

      Examples:
        asr-audit verify --ledger audited/ledger.json
        asr-audit verify --ledger audited/ledger.json \\
          --commitment published.json --public-key public.pem
      """)

  @Option(help: "The ledger in the directory of the audit.")
  var ledger: String

  @Option(
    help: ArgumentHelp(
      "The published commitment (default: commitment.json next to the ledger).", valueName: "file"))
  var commitment: String?

  @Option(
    help: ArgumentHelp(
      "An Ed25519 public key (PEM) that checks the signature in COMMITMENT.sig.", valueName: "key"))
  var publicKey: String?

  @Flag(help: "Print the checks as JSON.")
  var json = false

  private struct Document: Encodable {
    let passed: [String]
    let failed: [String]
    let unchecked: [String]
  }

  func run() throws {
    let key = try publicKey.map { try readFile($0)[...].text ?? "" }
    let result = try Verification(ledger: ledger, commitment: commitment, publicKeyPEM: key)
    if json {
      let document = Document(
        passed: result.passed, failed: result.failed, unchecked: result.unchecked)
      print(String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self))
    } else {
      for statement in result.passed { print("ok      \(statement)") }
      for statement in result.unchecked { print("skipped \(statement)") }
      for statement in result.failed { print("FAILED  \(statement)") }
    }
    if !result.failed.isEmpty {
      throw Problem(
        .badData,
        "\(result.failed.count) of \(result.failed.count + result.passed.count) checks failed",
        file: ledger,
        hint: result.isMoved
          ? "move the audit back; inject --relative writes an audit that can be moved" : nil)
    }
  }
}
