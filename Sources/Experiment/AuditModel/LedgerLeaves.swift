import Concurrency
import Integrity
import Randomness

/// The leaves of a ledger's Merkle tree: the digests of its records, then that of the format version
/// and the positions.
///
/// Each record is preceded by a byte for its kind and by a salt of its own, which derives from the
/// seed. A single record can therefore be revealed without making the others guessable.
struct LedgerLeaves: Sendable {
  private let secret: [UInt8]

  /// The kind of a record, so that a record of one kind cannot be presented as another.
  enum Kind: UInt8, Sendable { case header, canary, checkUtterance, recombinedControl, positions }

  init(seed: Seed) { secret = seed.key("commitment") }

  /// The content of the last leaf.
  /// - Parameter positions: the bytes of the array in the file.
  static func positionsLeaf(version: Int, _ positions: some Collection<UInt8>) -> [UInt8] {
    Array("\(version) ".utf8) + positions
  }

  /// Returns the Merkle root of records in their order in the file. Leaves are hashed on all cores.
  func root(_ records: [(kind: Kind, bytes: ArraySlice<UInt8>)]) -> Digest {
    let chunk = 512
    let leaves = concurrentMap(count: (records.count + chunk - 1) / chunk) { number in
      let first = number * chunk
      return (first..<min(first + chunk, records.count)).map { leaf($0, records[$0]) }
    }
    return MerkleTree.root(of: leaves.flatMap(\.self))
  }

  private func leaf(_ index: Int, _ record: (kind: Kind, bytes: ArraySlice<UInt8>)) -> Digest {
    let number = (0..<8).map { UInt8(truncatingIfNeeded: index >> (8 * $0)) }
    let salt = Digest(of: secret + number)
    let hasher = Digest.Hasher()
    hasher.update([record.kind.rawValue])
    hasher.update(salt.bytes)
    hasher.update(record.bytes)
    return hasher.finish()
  }
}
