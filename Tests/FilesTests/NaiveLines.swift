import Files

/// A line as plain values, so that two readings can be compared.
struct PlainLine: Equatable {
  var bytes: [UInt8]
  var number: Int
  var isTerminated: Bool
}

/// The twin of `LineReader`: one byte at a time over bytes that are all in memory.
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

/// All that `LineReader` finds in a file.
func readLines(of path: String) throws(Problem) -> [PlainLine] {
  let reader = try LineReader(path)
  var lines: [PlainLine] = []
  while let line = try reader.next() {
    lines.append(
      PlainLine(bytes: Array(line.bytes), number: line.number, isTerminated: line.isTerminated))
  }
  return lines
}
