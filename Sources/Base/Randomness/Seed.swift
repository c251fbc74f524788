import CSodium

/// The source of all randomness in an audit: 256 bits from which every named stream and key derives.
///
/// A key is the BLAKE2b-256 hash of its name, keyed with the seed, as in libsodium's key derivation
/// (https://doc.libsodium.org/key_derivation). A stream reveals nothing about the other streams.
package struct Seed: Sendable, Hashable {
  /// The 32 bytes of the seed. Every canary's role follows from them, so only the ledger has them.
  package let bytes: [UInt8]

  /// A new secret seed from the operating system.
  package static func fromSystem() -> Seed {
    var bytes = [UInt8](repeating: 0, count: 32)
    unsafe randombytes_buf(&bytes, bytes.count)
    return Seed(bytes: bytes)
  }

  package init(bytes: [UInt8]) {
    precondition(bytes.count == 32, "a seed must have 32 bytes, not \(bytes.count)")
    precondition(sodium_init() >= 0, "libsodium could not start")
    self.bytes = bytes
  }

  /// A seed that can be guessed: for repeating a run, never for keeping roles secret.
  package init(short number: UInt64) {
    self.init(bytes: keyedHash(of: "asr-audit short seed \(number)", key: []))
  }

  /// The 32-byte key that belongs to `name`.
  package func key(_ name: String) -> [UInt8] {
    keyedHash(of: name, key: bytes)
  }

  /// The stream of random numbers that belongs to `name`.
  package func stream(_ name: String) -> RandomStream {
    RandomStream(key: key(name))
  }
}

/// The BLAKE2b-256 hash of the UTF-8 bytes of `text`; `key` is empty or has 32 bytes.
private func keyedHash(of text: String, key: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  let message = Array(text.utf8)
  unsafe crypto_generichash(
    &digest, digest.count, message, UInt64(message.count), key, key.count)
  return digest
}
