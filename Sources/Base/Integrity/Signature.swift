import CSodium

/// Ed25519 signatures (RFC 8032) with the key files of `openssl genpkey -algorithm ed25519` and
/// `openssl pkey -pubout`: PEM around the fixed DER headers of RFC 8410, sections 4 and 7.
package enum Ed25519 {
  package struct InvalidKey: Error {}

  /// Signs a message.
  /// - Parameter privateKeyPEM: a PKCS #8 `PRIVATE KEY` without a password.
  /// - Returns: the signature, 64 bytes.
  package static func sign(
    _ message: [UInt8], privateKeyPEM: String
  ) throws(InvalidKey) -> [UInt8] {
    let header: [UInt8] = [
      0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
      0x20,
    ]
    let seed = try keyBytes(in: privateKeyPEM, label: "PRIVATE KEY", header: header)
    var publicKey = [UInt8](repeating: 0, count: 32)
    var secretKey = [UInt8](repeating: 0, count: 64)
    var signature = [UInt8](repeating: 0, count: 64)
    unsafe crypto_sign_seed_keypair(&publicKey, &secretKey, seed)
    unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
    unsafe sodium_memzero(&secretKey, secretKey.count)
    return signature
  }

  /// True if `signature` was made for `message` with the private key that belongs to the public key.
  package static func verify(
    _ signature: [UInt8], of message: [UInt8], publicKeyPEM: String
  ) throws(InvalidKey) -> Bool {
    let header: [UInt8] = [
      0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    let key = try keyBytes(in: publicKeyPEM, label: "PUBLIC KEY", header: header)
    guard signature.count == 64 else { return false }
    return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), key) == 0
  }

  /// The 32 bytes after `header` in the PEM block with this label.
  private static func keyBytes(
    in pem: String, label: String, header: [UInt8]
  ) throws(InvalidKey) -> [UInt8] {
    precondition(sodium_init() >= 0, "libsodium could not start")
    let lines = pem.split(whereSeparator: \.isNewline).map(String.init)
    guard let begin = lines.firstIndex(of: "-----BEGIN \(label)-----"),
      let end = lines.firstIndex(of: "-----END \(label)-----"), begin < end
    else { throw InvalidKey() }
    let encoded = Array(lines[(begin + 1)..<end].joined().utf8).map(CChar.init(bitPattern:))
    var bytes = [UInt8](repeating: 0, count: encoded.count)
    var count = 0
    guard
      unsafe sodium_base642bin(
        &bytes, bytes.count, encoded, encoded.count, nil, &count, nil,
        sodium_base64_VARIANT_ORIGINAL) == 0,
      count == header.count + 32, Array(bytes[..<header.count]) == header
    else { throw InvalidKey() }
    return Array(bytes[header.count..<count])
  }
}
