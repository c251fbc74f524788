import Files

/// Caches the meaning of log lines by their shape: logs repeat a few messages with other numbers and ids, and
/// reading a message costs much more than hashing it.
struct LogVerdicts {
  struct Verdict {
    let leavesOut: Bool
    let statesLoss: Bool
  }

  private var verdicts: [Int: Verdict] = [:]
  /// How often lines of a shape were read for a count; `mostReads` for a shape that has none.
  private var reads: [Int: Int] = [:]

  private static let mostReads = 1_000

  private static let capacity = 20_000

  mutating func verdict(of line: String) -> Verdict {
    let shape = Self.shape(Array(line.utf8)[...])
    if let known = verdicts[shape] { return known }
    let wording = LogWording(line)
    let verdict = Verdict(leavesOut: wording.leavesOut, statesLoss: wording.statesLoss)
    if verdicts.count < Self.capacity { verdicts[shape] = verdict }
    return verdict
  }

  /// The number of utterances that a line says to be left out, without naming them.
  mutating func count(in line: [UInt8]) -> Int {
    guard LogWording.mayCount(line) else { return 0 }
    let shape = Self.shape(line[...])
    // A message that is repeated so often is no summary of what was left out.
    guard reads[shape, default: 0] < Self.mostReads else { return 0 }
    let count = LogWording.count(in: line)
    if reads.count < Self.capacity { reads[shape, default: 0] += count == 0 ? Self.mostReads : 1 }
    return count
  }

  /// A hash of the line in which every number and every random part of an id is the same.
  private static func shape(_ line: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    var place = line.startIndex
    func add(through end: Int) {
      var isNumber = false
      while place < end {
        let isDigit = (0x30...0x39).contains(line[place])
        if !isDigit || !isNumber { hasher.combine(isDigit ? 0x30 : line[place]) }
        isNumber = isDigit
        place += 1
      }
    }
    forEachRandomPart(in: line) { _, part in
      add(through: part.lowerBound)
      hasher.combine(0x40 as UInt8)
      place = part.upperBound
    }
    add(through: line.endIndex)
    return hasher.finalize()
  }
}
