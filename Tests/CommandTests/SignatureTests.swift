import Foundation
import TestSupport
import Testing

/// Commitments signed with keys from openssl.
@Suite(.enabled(if: findProgram("openssl") != nil, "openssl is not installed"))
struct SignatureTests {
  /// A key pair: `NAME.pem` and `NAME.pub`.
  private func makeKey(_ name: String, _ type: String = "ed25519", in place: TemporaryDirectory)
    throws
  {
    let key = place("\(name).pem")
    try expectSuccess(runCommand("openssl", ["genpkey", "-algorithm", type, "-out", key]))
    try expectSuccess(
      runCommand("openssl", ["pkey", "-in", key, "-pubout", "-out", place("\(name).pub")]))
  }

  @Test func `a signed commitment verifies with its key, and with openssl`() throws {
    let place = try TemporaryDirectory()
    try makeKey("ours", in: place)
    try makeKey("theirs", in: place)
    let manifest = try SampleCorpus.shared.get().manifest
    try expectSuccess(
      asrAudit(injection(of: manifest, to: place("out"), "--sign", place("ours.pem"))))

    let verify = ["verify", "--ledger", place("out/ledger.json"), "--public-key"]
    let genuine = try asrAudit(verify + [place("ours.pub")])
    try expectSuccess(genuine)
    #expect(genuine.output.contains("the signature was made with the key"))
    try expectSuccess(
      runCommand(
        "openssl",
        [
          "pkeyutl", "-verify", "-pubin", "-inkey", place("ours.pub"), "-rawin", "-in",
          place("out/commitment.json"), "-sigfile", place("out/commitment.json.sig"),
        ]))

    let forged = try asrAudit(verify + [place("theirs.pub")])
    #expect(forged.status == 65)
    #expect(forged.output.contains("FAILED"))
    #expect(forged.output.contains("does not belong to this commitment and key"))
  }

  @Test func `a private key of another kind is refused, and nothing is written`() throws {
    let place = try TemporaryDirectory()
    try makeKey("curve", "x25519", in: place)
    let manifest = try SampleCorpus.shared.get().manifest
    for key in [place("curve.pem"), place("curve.pub"), manifest] {
      let result = try asrAudit(injection(of: manifest, to: place("out"), "--sign", key))
      expectProblem(result, status: 65, saying: "--sign", "openssl genpkey -algorithm ed25519")
      try expectNothing(of: "out", in: place)
    }
  }

  @Test func `a public key of another kind is refused`() throws {
    let place = try TemporaryDirectory()
    try makeKey("ours", in: place)
    let manifest = try SampleCorpus.shared.get().manifest
    try expectSuccess(
      asrAudit(injection(of: manifest, to: place("out"), "--sign", place("ours.pem"))))
    let result = try asrAudit([
      "verify", "--ledger", place("out/ledger.json"), "--public-key", place("ours.pem"),
    ])
    expectProblem(result, status: 65, saying: "--public-key", "openssl pkey")
  }

  @Test func `verification with a key fails without a signature`() throws {
    let place = try TemporaryDirectory()
    try makeKey("ours", in: place)
    let result = try asrAudit([
      "verify", "--ledger", SampleAudit.nemo.get().ledger, "--public-key", place("ours.pub"),
    ])
    expectProblem(result, status: 66, saying: "commitment.json.sig")
  }
}
