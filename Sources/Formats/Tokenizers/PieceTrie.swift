/// Pieces by their bytes, to find all pieces that start at a place of a text.
///
/// Bytes and not strings, because two strings of different scalars can be equal in Swift.
package struct PieceTrie: Sendable {
  /// The next node by the node and a byte: `node << 8 | byte`.
  private var edges: [Int: Int] = [:]
  /// The piece that ends at each node; -1 for none.
  private var pieces: [Int] = [-1]

  package init() {}

  var isEmpty: Bool { edges.isEmpty }

  /// Adds a piece. The first of two equal pieces counts.
  package mutating func insert(_ bytes: some Sequence<UInt8>, _ id: Int) {
    var node = 0
    for byte in bytes {
      let edge = node << 8 | Int(byte)
      if let next = edges[edge] {
        node = next
      } else {
        edges[edge] = pieces.count
        node = pieces.count
        pieces.append(-1)
      }
    }
    if pieces[node] < 0 { pieces[node] = id }
  }

  /// Calls `visit` with the end and the id of each piece that starts at `start`, the shortest first.
  func forEachMatch(
    in text: ArraySlice<UInt8>, from start: Int, _ visit: (_ end: Int, _ id: Int) -> Void
  ) {
    var node = 0
    for place in start..<text.endIndex {
      guard let next = edges[node << 8 | Int(text[place])] else { return }
      node = next
      if pieces[node] >= 0 { visit(place + 1, pieces[node]) }
    }
  }

  /// The longest piece that starts at `start`.
  func longestMatch(in text: ArraySlice<UInt8>, from start: Int) -> (end: Int, id: Int)? {
    var longest: (end: Int, id: Int)?
    forEachMatch(in: text, from: start) { end, id in longest = (end, id) }
    return longest
  }

  /// The id of a whole piece.
  func id(of piece: ArraySlice<UInt8>) -> Int? {
    var node = 0
    for byte in piece {
      guard let next = edges[node << 8 | Int(byte)] else { return nil }
      node = next
    }
    return pieces[node] < 0 ? nil : pieces[node]
  }
}

extension ArraySlice<UInt8> {
  /// The number of bytes of the UTF-8 character at `index`, at least 1 and within the slice.
  func characterLength(at index: Int) -> Int {
    let byte = self[index]
    let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    return Swift.min(length, endIndex - index)
  }

  /// The scalars of the bytes; U+FFFD for damaged ones.
  var scalars: String.UnicodeScalarView { String(decoding: self, as: UTF8.self).unicodeScalars }
}
