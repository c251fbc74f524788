/// 64 entries of one column of the edit-distance matrix, kept as differences between neighbours.
///
/// Neighbouring entries of the matrix differ by -1, 0 or 1, so two bits for each describe a column
/// and one pass of word arithmetic moves all of them one column to the right.
///
/// - Reference: G. Myers, "A fast bit-vector algorithm for approximate string matching based on
///   dynamic programming", J. ACM 46 (1999), sections 3 and 4; in the form of H. Hyyrö, "A
///   bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic J. of
///   Computing 10 (2003). VP, VN and D0 there are `rises`, `drops` and `diagonal` here; HP and HN
///   are `rightUp` and `rightDown`.
struct MatrixColumn {
  static let height = 64

  /// Bit i is set where entry i is one more than the entry above it. Initially D[i, 0] = i.
  private var rises: UInt64 = .max
  /// Bit i is set where entry i is one less than the entry above it.
  private var drops: UInt64 = 0

  /// The difference between an entry of a row and its right neighbour: +1, -1 or 0.
  struct Step: Sendable {
    private let upBit, downBit: UInt8

    static let up = Step(up: 1, down: 0)

    /// - Parameters: 0 or 1, and not both 1.
    @inline(__always)
    init(up: UInt64, down: UInt64) {
      upBit = UInt8(truncatingIfNeeded: up)
      downBit = UInt8(truncatingIfNeeded: down)
    }

    @inline(__always) var up: UInt64 { UInt64(upBit) }
    @inline(__always) var down: UInt64 { UInt64(downBit) }
  }

  /// Moves one column to the right.
  ///
  /// - Parameter matches: bit i is set where row i holds the new column's symbol.
  /// - Parameter above: the step in the row above the first.
  /// - Returns: the step in the last of the 64 rows.
  @inline(__always)
  mutating func advance(matching matches: UInt64, above: Step) -> Step {
    let matches = matches | above.down
    let sum = (matches & rises) &+ rises
    let diagonal = (sum ^ rises) | (matches | drops)
    let rightDown = diagonal & rises
    // HP = VN | ~(D0 | VP), inverted and with D0 expanded, so that two operations do not depend on
    // D0.
    let notRightUp = (sum | (matches | rises)) & ~drops
    let stepped = Step(up: ~notRightUp &>> 63, down: rightDown &>> 63)

    let notUp = notRightUp &<< 1 | (above.up ^ 1)
    rises = (rightDown &<< 1 | above.down) | (~diagonal & notUp)
    drops = diagonal & ~notUp
    return stepped
  }

  /// The entry in row `rows` - 1 minus the entry above row 0, from -64 to 64.
  ///
  /// - Parameter rows: from 0 to 64.
  func growth(rows: Int) -> Int {
    let mask = UInt64.max >> UInt64(Self.height - rows)  // >> and not &>>: 0 rows shift by 64
    return (rises & mask).nonzeroBitCount - (drops & mask).nonzeroBitCount
  }
}
