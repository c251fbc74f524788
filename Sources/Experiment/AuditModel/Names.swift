import Integrity
import Randomness

/// Ids that give nothing away: hashes of what they stand for, salted with a ledger secret.
///
/// Without the secret nobody can tell that a probe's id and a training id belong together, nor
/// which probes were trained. Twenty hexadecimal digits leave two of a million ids equal once in
/// two thousand billion runs.
package struct Names: Sendable {
  private let secret: [UInt8]

  package init(seed: Seed) {
    secret = seed.key("names")
  }

  package func name(_ purpose: String) -> String {
    String(Digest(of: secret + Array(purpose.utf8)).hex.prefix(20))
  }

  /// Eight digits behind a letter: Kaldi wants ids to start with their speaker.
  package func speaker(_ voice: String) -> String {
    "u" + name("speaker \(voice)").prefix(8)
  }
}
