import Integrity
import Testing

@Suite struct MerkleTreeTests {
  private func leaves(_ count: Int) -> [Digest] {
    (0..<count).map { Digest(of: [UInt8($0)]) }
  }

  /// The definition of RFC 6962, section 2.1, in which k is the largest power of two smaller than n.
  private func slowRoot(_ leaves: [Digest]) -> Digest {
    if leaves.isEmpty { return Digest(of: []) }
    if leaves.count == 1 { return Digest(of: [0x00] + leaves[0].bytes) }
    var k = 1
    while k * 2 < leaves.count { k *= 2 }
    let left = slowRoot(Array(leaves[..<k])).bytes
    let right = slowRoot(Array(leaves[k...])).bytes
    return Digest(of: [0x01] + left + right)
  }

  @Test(arguments: 0...20)
  func `the root is that of RFC 6962`(count: Int) {
    #expect(MerkleTree.root(of: leaves(count)) == slowRoot(leaves(count)))
  }

  /// Computed with Python's `hashlib.blake2b(…, digest_size=32)` for the leaves above.
  @Test(arguments: [
    (0, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
    (1, "3946e42970577c9173a8f4d152fd19978ce2dd8ebe9ae841b0ce809661d3aa0c"),
    (3, "e13696916a40519dfef0ed54b55992e01bf1993215ba50ac94c75be929ebbeb8"),
    (7, "947ce8abe033ade23df99636881bb7cbb3e15e4a0db15acb36f7f08fcd5c02d7"),
  ])
  func `roots equal those of another implementation`(count: Int, hex: String) {
    #expect(MerkleTree.root(of: leaves(count)).hex == hex)
  }

  @Test(arguments: [1, 2, 3, 5, 8, 13])
  func `a change of any leaf changes the root`(count: Int) {
    let original = leaves(count)
    let root = MerkleTree.root(of: original)
    for index in 0..<count {
      var changed = original
      changed[index] = Digest(of: [UInt8(200)])
      #expect(MerkleTree.root(of: changed) != root)
      var shorter = original
      shorter.remove(at: index)
      #expect(MerkleTree.root(of: shorter) != root)
      for other in 0..<index {
        var swapped = original
        swapped.swapAt(index, other)
        #expect(MerkleTree.root(of: swapped) != root)
      }
    }
    #expect(MerkleTree.root(of: original + [original[count - 1]]) != root)
  }

  @Test func `a node is not a valid leaf`() {
    let four = leaves(4)
    let left = MerkleTree.root(of: Array(four[..<2]))
    let right = MerkleTree.root(of: Array(four[2...]))
    #expect(MerkleTree.root(of: [left, right]) != MerkleTree.root(of: four))
    #expect(MerkleTree.root(of: [four[0]]) != four[0])
    #expect(MerkleTree.root(of: [MerkleTree.root(of: four)]) != MerkleTree.root(of: four))
  }
}
