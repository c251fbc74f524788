import ArgumentParser
import Files
import Injection

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks ledger, commitment, audio and manifest of an audit against each other.",
    discussion: """
      Exits 65 where something was changed or is gone.

      Examples:
        asr-audit verify --ledger audited/ledger.json
        asr-audit verify --ledger audited/ledger.json \\
          --commitment published.json --public-key public.pem
      """)

  @Option(help: "The ledger; its directory is the audit's.")
  var ledger: String

  @Option(
    help: ArgumentHelp(
      "The published commitment (default: commitment.json beside the ledger).", valueName: "file"))
  var commitment: String?

  @Option(
    help: ArgumentHelp(
      "An Ed25519 public key (PEM): checks the signature, COMMITMENT.sig.", valueName: "key"))
  var publicKey: String?

  @Flag(help: "Print the checks as JSON.")
  var json = false

  private struct Document: Encodable {
    let passed: [String]
    let failed: [String]
  }

  func run() throws {
    let key = try publicKey.map { try readFile($0)[...].text ?? "" }
    let result = try Verification(ledger: ledger, commitment: commitment, publicKeyPEM: key)
    if json {
      let document = Document(passed: result.passed, failed: result.failed)
      print(String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self))
    } else {
      for statement in result.passed { print("ok      \(statement)") }
      for statement in result.failed { print("FAILED  \(statement)") }
    }
    if !result.failed.isEmpty {
      throw Problem(
        .badData,
        "\(result.failed.count) of \(result.failed.count + result.passed.count) checks failed",
        file: ledger)
    }
  }
}
