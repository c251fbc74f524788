import Integrity
import Randomness

/// Ids that reveal nothing: hashes of their purpose, salted with a secret of the ledger.
///
/// Without the secret it cannot be determined which probe id and training id belong together, nor
/// which probes were trained. Ids have 80 bits: among a million of them, two are equal with a
/// probability of 4e-13.
package struct Names: Sendable {
  private let secret: [UInt8]

  package init(seed: Seed) {
    secret = seed.key("names")
  }

  package func name(_ purpose: String) -> String {
    String(Digest(of: secret + Array(purpose.utf8)).hex.prefix(20))
  }

  /// A name of decimal digits, at most 18 of them.
  package func digits(_ purpose: String, _ count: Int) -> String {
    let number = UInt64(Digest(of: secret + Array(purpose.utf8)).hex.prefix(16), radix: 16)!
    let digits = String(number).suffix(count)
    return String(repeating: "0", count: count - digits.count) + digits
  }

  /// A speaker id: a letter and eight hexadecimal digits. Kaldi requires utterance ids to start with
  /// the speaker id.
  package func speaker(_ voice: String) -> String {
    "u" + name("speaker \(voice)").prefix(8)
  }
}
