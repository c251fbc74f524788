/// The Levenshtein distance: the least number of insertions, deletions and substitutions that turn
/// one sequence into another.
///
/// The symbols that both sequences share at either end are removed first. The shorter sequence then
/// labels the rows of the matrix and the longer one its columns. A `MatrixColumn` holds 64 rows.
/// Taller matrices are processed from left to right in bands of 128 rows, two columns one above the
/// other, and each band passes its lower edge to the next. Time grows with rows × columns / 64;
/// memory is two bytes for each column.
///
/// A value is a workspace: keep one for each thread and reuse it. It allocates only for a pair with
/// more than 64 symbols on both sides that is longer than all earlier pairs.
package struct EditDistance: Sendable {
  private var upper = SymbolMasks()
  private var lower = SymbolMasks()
  /// The steps along the edge between two bands, one for each column.
  private var edge: [MatrixColumn.Step] = []

  package init() {}

  /// The distance between two sequences of Unicode scalars or of word ids.
  ///
  /// The result is symmetric and at most the longer count. Symbols are equal if their numbers are
  /// equal, so normalise text first.
  package mutating func distance(_ a: [UInt32], _ b: [UInt32]) -> Int {
    let (rows, columns) = a.count <= b.count ? (a.span, b.span) : (b.span, a.span)
    let shared = sharedEnds(rows, columns)
    return distance(
      rows: rows.extracting(shared.prefix..<rows.count - shared.suffix),
      columns: columns.extracting(shared.prefix..<columns.count - shared.suffix))
  }

  private mutating func distance(rows: Span<UInt32>, columns: Span<UInt32>) -> Int {
    if rows.isEmpty { return columns.count }
    if rows.count <= MatrixColumn.height {
      return columns.count + growth(of: rows, under: columns)
    }

    // Along the upper edge of the matrix, D[0, j] = j.
    edge.removeAll(keepingCapacity: true)
    edge.append(contentsOf: repeatElement(.up, count: columns.count))
    var distance = columns.count
    for top in stride(from: 0, to: rows.count, by: 2 * MatrixColumn.height) {
      let band = rows.extracting(droppingFirst: top).extracting(first: 2 * MatrixColumn.height)
      distance += growth(
        of: band.extracting(first: MatrixColumn.height),
        then: band.extracting(droppingFirst: MatrixColumn.height),
        under: columns)
    }
    return distance
  }

  /// The last entry of the last column minus the entry above row 0, for at most 64 rows.
  private mutating func growth(of rows: Span<UInt32>, under columns: Span<UInt32>) -> Int {
    upper.lay(rows)
    var column = MatrixColumn()
    for index in columns.indices {
      _ = column.advance(matching: upper[columns[index]], above: .up)
    }
    upper.lift(rows)
    return column.growth(rows: rows.count)
  }

  /// The growth of the last column over one band of a taller matrix. Replaces the band's upper
  /// `edge` by its lower one.
  private mutating func growth(
    of above: Span<UInt32>, then below: Span<UInt32>, under columns: Span<UInt32>
  ) -> Int {
    upper.lay(above)
    lower.lay(below)
    var aboveColumn = MatrixColumn()
    var belowColumn = MatrixColumn()
    for index in columns.indices {
      let symbol = columns[index]
      let step = aboveColumn.advance(matching: upper[symbol], above: edge[index])
      edge[index] = belowColumn.advance(matching: lower[symbol], above: step)
    }
    upper.lift(above)
    lower.lift(below)
    return aboveColumn.growth(rows: above.count) + belowColumn.growth(rows: below.count)
  }
}

/// The number of symbols that two sequences share at the start, and at the end of the rest.
///
/// Some optimal alignment pairs them without cost.
func sharedEnds(_ a: Span<UInt32>, _ b: Span<UInt32>) -> (prefix: Int, suffix: Int) {
  let shorter = min(a.count, b.count)
  var prefix = 0
  while prefix < shorter, a[prefix] == b[prefix] { prefix += 1 }
  var suffix = 0
  while suffix < shorter - prefix, a[a.count - 1 - suffix] == b[b.count - 1 - suffix] {
    suffix += 1
  }
  return (prefix, suffix)
}
