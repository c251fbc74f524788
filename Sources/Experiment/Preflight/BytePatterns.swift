/// Finds one of several texts in a line, whatever the case of its ASCII letters.
struct BytePatterns: Sendable {
  private let patterns: [[UInt8]]
  /// Whether a byte begins a pattern, by its value.
  private let isFirst: [Bool]

  /// - Parameter patterns: none is empty.
  init(_ patterns: [String]) {
    let lowercased = patterns.map { $0.utf8.map(lowered) }
    self.patterns = lowercased
    isFirst = (0...255).map { byte in lowercased.contains { $0[0] == lowered(UInt8(byte)) } }
  }

  /// The number of the first pattern found and the place behind it; nil if the line has none.
  func find(in line: ArraySlice<UInt8>) -> (pattern: Int, end: Int)? {
    for place in line.indices where isFirst[Int(line[place])] {
      for (number, pattern) in patterns.enumerated() where line.endIndex - place >= pattern.count {
        if zip(line[place...], pattern).allSatisfy({ lowered($0) == $1 }) {
          return (number, place + pattern.count)
        }
      }
    }
    return nil
  }
}
