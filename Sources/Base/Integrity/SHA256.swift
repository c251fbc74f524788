import CSodium

/// The SHA-256 digest (FIPS 180-4), 32 bytes, for formats that require this hash. Everything else uses
/// `Digest`.
package func sha256(_ message: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  unsafe crypto_hash_sha256(&digest, message, UInt64(message.count))
  return digest
}
