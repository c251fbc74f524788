import Files

/// A line as plain values, for comparison.
struct PlainLine: Equatable {
  var bytes: [UInt8]
  var number: Int
  var isTerminated: Bool
}

/// The reference implementation of `LineReader`: it splits bytes in memory one by one.
func naiveLines(of bytes: [UInt8]) -> [PlainLine] {
  var lines: [PlainLine] = []
  var line: [UInt8] = []
  for byte in bytes {
    if byte == UInt8(ascii: "\n") {
      lines.append(PlainLine(bytes: line, number: lines.count + 1, isTerminated: true))
      line = []
    } else {
      line.append(byte)
    }
  }
  if !line.isEmpty {
    lines.append(PlainLine(bytes: line, number: lines.count + 1, isTerminated: false))
  }
  return lines
}

/// All lines that `LineReader` reads from a file.
func readLines(of path: String) throws(Problem) -> [PlainLine] {
  let reader = try LineReader(path)
  var lines: [PlainLine] = []
  while let line = try reader.next() {
    lines.append(
      PlainLine(bytes: Array(line.bytes), number: line.number, isTerminated: line.isTerminated))
  }
  return lines
}
