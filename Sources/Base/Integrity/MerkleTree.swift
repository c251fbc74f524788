/// The Merkle tree of RFC 6962, section 2.1, with BLAKE2b-256 in place of SHA-256. Its root commits to
/// a list of leaves without disclosing them.
///
/// A leaf is hashed after a zero byte and a node after a one, so that no node is also a valid leaf.
package enum MerkleTree {
  /// The root of the tree. For an empty list it is the digest of an empty message.
  package static func root(of leaves: [Digest]) -> Digest {
    root(of: leaves[...])
  }

  private static func root(of leaves: ArraySlice<Digest>) -> Digest {
    switch leaves.count {
    case 0: return Digest(of: [])
    case 1: return Digest(of: [0] + leaves.first!.bytes)
    default:
      // The largest power of two that is smaller than the count.
      let split = 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
      let left = root(of: leaves.prefix(split))
      let right = root(of: leaves.dropFirst(split))
      return Digest(of: [1] + left.bytes + right.bytes)
    }
  }
}
