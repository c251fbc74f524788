import CSodium

/// The one source of chance in an audit: 256 bits from which every named stream and key derives.
///
/// Derivation is BLAKE2b-256 keyed with the seed over the name, as in libsodium's key derivation
/// (https://doc.libsodium.org/key_derivation); knowing one stream tells nothing of another.
package struct Seed: Sendable, Hashable {
  /// 32 bytes. Whoever knows them can re-derive every role, so they stay in the ledger.
  package let bytes: [UInt8]

  /// A fresh secret seed from the operating system.
  package static func fromSystem() -> Seed {
    var bytes = [UInt8](repeating: 0, count: 32)
    unsafe randombytes_buf(&bytes, bytes.count)
    return Seed(bytes: bytes)
  }

  package init(bytes: [UInt8]) {
    precondition(bytes.count == 32, "a seed has 32 bytes, not \(bytes.count)")
    precondition(sodium_init() >= 0, "libsodium could not start")
    self.bytes = bytes
  }

  /// A seed anyone can guess: for repeating a run, never for keeping a secret.
  package init(short number: UInt64) {
    self.init(bytes: keyedHash(of: "asr-audit short seed \(number)", key: []))
  }

  /// 32 bytes that belong to `name` alone.
  package func key(_ name: String) -> [UInt8] {
    keyedHash(of: name, key: bytes)
  }

  /// An endless stream of random numbers that belongs to `name` alone.
  package func stream(_ name: String) -> RandomStream {
    RandomStream(key: key(name))
  }
}

/// BLAKE2b-256 of the UTF-8 bytes of `text`; `key` is empty or 32 bytes long.
private func keyedHash(of text: String, key: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: 32)
  let message = Array(text.utf8)
  unsafe crypto_generichash(
    &digest, digest.count, message, UInt64(message.count), key, key.count)
  return digest
}
