import CSodium

/// SHA-256 (FIPS 180-4) of some bytes, 32 bytes, for places that ask for this hash by name; `Digest`
/// is the project's own.
package func sha256(_ message: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  unsafe crypto_hash_sha256(&digest, message, UInt64(message.count))
  return digest
}
