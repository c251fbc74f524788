/// A tree of label sequences. Each sequence has a number; 0 is the empty sequence.
struct PrefixTree {
  private struct Node {
    let parent: Int32
    let label: Int32
  }

  private struct Step: Hashable {
    let parent: Int32
    let label: Int32
  }

  private var nodes = [Node(parent: -1, label: 0)]
  private var children: [Step: Int32] = [:]

  /// Returns the number of `prefix` followed by `label`, which is created if necessary.
  mutating func child(of prefix: Int32, _ label: Int32) -> Int32 {
    let step = Step(parent: prefix, label: label)
    if let known = children[step] { return known }
    let number = Int32(nodes.count)
    nodes.append(Node(parent: prefix, label: label))
    children[step] = number
    return number
  }

  /// Returns the number of `prefix` followed by `label`, or nil if the tree does not contain it.
  func knownChild(of prefix: Int32, _ label: Int32) -> Int32? {
    children[Step(parent: prefix, label: label)]
  }

  /// The last label of `prefix`, or 0 if it is empty.
  func last(_ prefix: Int32) -> Int32 { nodes[Int(prefix)].label }

  func parent(_ prefix: Int32) -> Int32 { nodes[Int(prefix)].parent }

  func labels(_ prefix: Int32) -> [Int32] {
    var labels: [Int32] = []
    var number = prefix
    while number != 0 {
      labels.append(nodes[Int(number)].label)
      number = nodes[Int(number)].parent
    }
    return labels.reversed()
  }
}
