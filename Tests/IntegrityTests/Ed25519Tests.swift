import Foundation
import Integrity
import TestSupport
import Testing

@Suite struct Ed25519Tests {
  struct Vector: Sendable {
    let seed: String
    let publicKey: String
    let message: String
    let signature: String

    var privatePEM: String {
      pem("PRIVATE KEY", [UInt8](hex: "302e020100300506032b657004220420" + seed)!)
    }
    var publicPEM: String {
      pem("PUBLIC KEY", [UInt8](hex: "302a300506032b6570032100" + publicKey)!)
    }
    var messageBytes: [UInt8] { [UInt8](hex: message)! }
    var signatureBytes: [UInt8] { [UInt8](hex: signature)! }
  }

  /// RFC 8032, section 7.1, TEST 1 to TEST 3.
  static let vectors = [
    Vector(
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature: """
        e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c\
        f9b46bd25bf5f0595bbe24655141438e7a100b
        """),
    Vector(
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature: """
        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0\
        f11d8c387b2eaeb4302aeeb00d291612bb0c00
        """),
    Vector(
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature: """
        6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f76098\
        4dc6594a7c15e9716ed28dc027beceea1ec40a
        """),
  ]

  @Test(arguments: vectors)
  func `published vectors are signed and verified`(vector: Vector) throws {
    let signature = try Ed25519.sign(vector.messageBytes, privateKeyPEM: vector.privatePEM)
    #expect(signature.hex == vector.signature)
    #expect(
      try Ed25519.verify(
        vector.signatureBytes, of: vector.messageBytes, publicKeyPEM: vector.publicPEM))
  }

  @Test func `a changed message, signature or key is refused`() throws {
    let vector = Self.vectors[2]
    func verifies(_ signature: [UInt8], _ message: [UInt8], _ pem: String) throws -> Bool {
      try Ed25519.verify(signature, of: message, publicKeyPEM: pem)
    }
    let (signature, message) = (vector.signatureBytes, vector.messageBytes)
    #expect(try verifies(signature, message, vector.publicPEM))
    for bit in 0..<(message.count * 8) {
      var other = message
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(try !verifies(signature, other, vector.publicPEM))
    }
    for bit in 0..<(64 * 8) {
      var other = signature
      other[bit / 8] ^= 1 << (bit % 8)
      #expect(try !verifies(other, message, vector.publicPEM))
    }
    #expect(try !verifies(signature, message + [0], vector.publicPEM))
    #expect(try !verifies(signature, message, Self.vectors[0].publicPEM))
    #expect(try !verifies(Array(signature.dropLast()), message, vector.publicPEM))
    #expect(try !verifies(signature + [0], message, vector.publicPEM))
    #expect(try !verifies([], message, vector.publicPEM))
  }

  @Test func `text around the key and other line ends are ignored`() throws {
    let vector = Self.vectors[1]
    let framed = "Key of the audit\n\n" + vector.privatePEM + "\ntrailing words\n"
    for pem in [framed, vector.privatePEM.replacingOccurrences(of: "\n", with: "\r\n")] {
      #expect(
        try Ed25519.sign(vector.messageBytes, privateKeyPEM: pem).hex == vector.signature)
    }
  }

  @Test func `other keys are refused`() {
    let vector = Self.vectors[0]
    let good = vector.privatePEM
    let der = [UInt8](hex: "302e020100300506032b657004220420" + vector.seed)!
    var otherAlgorithm = der
    otherAlgorithm[11] = 0x6e  // X25519, RFC 8410 section 3
    let lines = good.split(separator: "\n").map(String.init)
    for bad in [
      "", "not a key", vector.publicPEM, lines[1], lines[0] + "\n" + lines[1],
      lines[1] + "\n" + lines[2], [lines[2], lines[1], lines[0]].joined(separator: "\n"),
      lines[0] + "\n" + lines[2], good.replacingOccurrences(of: "PRIVATE", with: "EC PRIVATE"),
      good.replacingOccurrences(of: "MC4C", with: "MC4!"), pem("PRIVATE KEY", otherAlgorithm),
      pem("PRIVATE KEY", Array(der.dropLast())), pem("PRIVATE KEY", der + [0]),
      pem("PRIVATE KEY", Array(der.suffix(32))),
    ] {
      #expect(throws: Ed25519.InvalidKey.self, "\(bad)") {
        try Ed25519.sign([1], privateKeyPEM: bad)
      }
    }
    #expect(throws: Ed25519.InvalidKey.self) {
      try Ed25519.verify(vector.signatureBytes, of: [], publicKeyPEM: good)
    }
  }

  @Test(.enabled(if: openSSL != nil, "openssl is not on the PATH"))
  func `openssl creates the keys and verifies the signatures`() throws {
    let directory = try TemporaryDirectory()
    try run("genpkey", "-algorithm", "ed25519", "-out", directory("private.pem"))
    try run("pkey", "-in", directory("private.pem"), "-pubout", "-out", directory("public.pem"))
    let message = Array("the commitment".utf8)
    let signature = try Ed25519.sign(
      message, privateKeyPEM: String(decoding: directory.read("private.pem"), as: UTF8.self))
    try directory.write("signature", signature)
    let arguments = [
      "pkeyutl", "-verify", "-pubin", "-inkey", directory("public.pem"), "-rawin",
      "-sigfile", directory("signature"), "-in",
    ]
    #expect(try status(arguments + [directory.write("message", message)]) == 0)
    #expect(try status(arguments + [directory.write("other", message + [0])]) != 0)
    #expect(
      try Ed25519.verify(
        signature, of: message,
        publicKeyPEM: String(decoding: directory.read("public.pem"), as: UTF8.self)))
  }

  private func run(_ arguments: String...) throws {
    try #require(try status(arguments) == 0, "openssl \(arguments.joined(separator: " "))")
  }

  private func status(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = openSSL
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

private func pem(_ label: String, _ der: [UInt8]) -> String {
  "-----BEGIN \(label)-----\n\(Data(der).base64EncodedString())\n-----END \(label)-----\n"
}

private let openSSL: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
  .split(separator: ":").map { URL(fileURLWithPath: "\($0)/openssl") }
  .first { FileManager.default.isExecutableFile(atPath: $0.path) }
