/// One digest for a list of leaves, so that a list can be promised without being shown.
///
/// The tree of RFC 6962, section 2.1, with BLAKE2b-256 in place of SHA-256: a leaf is hashed behind
/// a zero byte, a node behind a one, so that no node can pass for a leaf.
package enum MerkleTree {
  /// The digest of an empty list is that of an empty message.
  package static func root(of leaves: [Digest]) -> Digest {
    root(of: leaves[...])
  }

  private static func root(of leaves: ArraySlice<Digest>) -> Digest {
    switch leaves.count {
    case 0: return Digest(of: [])
    case 1: return Digest(of: [0] + leaves.first!.bytes)
    default:
      // The largest power of two smaller than the count.
      let split = 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
      let left = root(of: leaves.prefix(split))
      let right = root(of: leaves.dropFirst(split))
      return Digest(of: [1] + left.bytes + right.bytes)
    }
  }
}
