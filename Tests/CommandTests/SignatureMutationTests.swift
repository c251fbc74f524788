import Foundation
import TestSupport
import Testing

/// A commitment, its signature and the public key with one changed byte.
@Suite(.enabled(if: findProgram("openssl") != nil, "openssl is not installed"))
struct SignatureMutationTests {
  /// A signed audit, which the test changes.
  private func signedAudit(in place: TemporaryDirectory) throws {
    try expectSuccess(
      runCommand("openssl", ["genpkey", "-algorithm", "ed25519", "-out", place("key.pem")]))
    try expectSuccess(
      runCommand(
        "openssl", ["pkey", "-in", place("key.pem"), "-pubout", "-out", place("key.pub")]))
    let manifest = try SampleCorpus.shared.get().manifest
    try expectSuccess(
      asrAudit(injection(of: manifest, to: place("out"), "--sign", place("key.pem"))))
  }

  private func verify(in place: TemporaryDirectory) throws -> CommandResult {
    try asrAudit([
      "verify", "--ledger", place("out/ledger.json"), "--public-key", place("key.pub"),
    ])
  }

  @Test func `every changed byte of a commitment or signature fails verification`() throws {
    let place = try TemporaryDirectory()
    try signedAudit(in: place)
    try expectSuccess(verify(in: place))
    for name in ["out/commitment.json", "out/commitment.json.sig"] {
      let original = try place.read(name)
      for round in 0..<25 {
        var changed = original
        let index = round * 7_919 % changed.count
        changed[index] ^= 1 << UInt8(round % 8)
        try place.write(name, changed)
        let result = try verify(in: place)
        #expect(result.status == 65, "\(name), byte \(index): \(changed[index])")
      }
      for changed in [[], Array(original.dropLast()), original + [0x0A]] as [[UInt8]] {
        try place.write(name, changed)
        #expect(try verify(in: place).status == 65, "\(name) of \(changed.count) bytes")
      }
      try place.write(name, original)
    }
    try expectSuccess(verify(in: place))
  }

  @Test func `every changed letter of the public key fails verification`() throws {
    let place = try TemporaryDirectory()
    try signedAudit(in: place)
    let key = String(decoding: try place.read("key.pub"), as: UTF8.self)
    let lines = key.split(separator: "\n").map(String.init)
    for index in lines[1].indices where lines[1][index] != "=" {
      // Base64 ignores no letter of a 44-byte key.
      let other: Character = lines[1][index] == "A" ? "B" : "A"
      let changed = lines[1].replacingCharacters(in: index...index, with: String(other))
      try place.write("key.pub", [lines[0], changed, lines[2]].joined(separator: "\n") + "\n")
      #expect(try verify(in: place).status == 65)
    }
  }
}
