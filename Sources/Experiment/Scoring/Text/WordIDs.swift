/// Numbers words in order of first appearance, so that words can be compared like characters.
///
/// Numbers of different values of this type are unrelated: use the same value for both sides of a
/// comparison.
package struct WordIDs: Sendable {
  private var ids: [Word: UInt32] = [:]

  package init() {}

  /// The number of distinct words so far.
  package var count: Int { ids.count }

  /// The numbers of the words of `text` in order, as `WordBoundaries` divides it.
  package mutating func callAsFunction(_ text: String) -> [UInt32] {
    var numbers: [UInt32] = []
    var word = Word()
    var boundaries = WordBoundaries()
    for scalar in text.unicodeScalars {
      let step = boundaries.step(scalar)
      if step != .inside, !word.isEmpty {
        numbers.append(id(of: word))
        word = Word()
      }
      if step != .space { word.append(scalar) }
    }
    if !word.isEmpty { numbers.append(id(of: word)) }
    return numbers
  }

  private mutating func id(of word: Word) -> UInt32 {
    if let id = ids[word] { return id }
    let id = UInt32(ids.count)
    ids[word] = id
    return id
  }
}

/// The UTF-8 bytes of a word. The first sixteen are in two integers, so that few words allocate.
///
/// Words are compared byte by byte, as `EditDistance` compares characters. Swift's strings would be
/// equal if only their normal forms are.
private struct Word: Hashable {
  private var head: UInt64 = 0
  private var tail: UInt64 = 0
  private var rest: [UInt8] = []
  private var count = 0

  func hash(into hasher: inout Hasher) {
    hasher.combine(head)
    if count > 8 { hasher.combine(tail) }
    if count > 16 { hasher.combine(rest) }
  }

  var isEmpty: Bool { count == 0 }

  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      for byte in scalar.utf8 { append(byte) }
    }
  }

  private mutating func append(_ byte: UInt8) {
    switch count {
    case 0..<8: head = head &<< 8 | UInt64(byte)
    case 8..<16: tail = tail &<< 8 | UInt64(byte)
    default: rest.append(byte)
    }
    count += 1
  }
}
