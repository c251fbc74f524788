/// The least number of insertions, deletions and substitutions that turn one sequence into another.
///
/// Levenshtein distance with unit costs. The shorter sequence labels the rows of the matrix and the
/// longer one its columns, after what both have in common at either end is set aside. A
/// `MatrixColumn` holds 64 rows. Taller matrices are worked through from left to right in bands of
/// 128 rows, two columns one above the other, and each band hands its lower edge to the next. Time
/// grows with rows × columns / 64, memory with the columns: two bytes each.
///
/// A value is a workspace: keep one for each thread and call it as often as you like. It allocates
/// only for a pair with more than 64 symbols on both sides that is the longest yet.
package struct EditDistance: Sendable {
  private var upper = SymbolMasks()
  private var lower = SymbolMasks()
  /// One step for each column, along the edge between two bands.
  private var edge: [MatrixColumn.Step] = []

  package init() {}

  /// The distance between two sequences of Unicode scalars or of word ids.
  ///
  /// Between 0 and the longer count; symmetric. Equal symbols are equal numbers and nothing else,
  /// so text has to be normalised before.
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

  /// How much the last column of a matrix of at most 64 rows grows from above row 0 to its end.
  private mutating func growth(of rows: Span<UInt32>, under columns: Span<UInt32>) -> Int {
    upper.lay(rows)
    var column = MatrixColumn()
    for index in columns.indices {
      _ = column.advance(matching: upper[columns[index]], above: .up)
    }
    upper.lift(rows)
    return column.growth(rows: rows.count)
  }

  /// The same for one band of a taller matrix; turns its upper `edge` into its lower.
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

/// How many symbols two sequences share at the start, and at the end of what is left.
///
/// An optimal alignment pairs them, so they cost nothing.
private func sharedEnds(
  _ shorter: Span<UInt32>, _ longer: Span<UInt32>
) -> (prefix: Int, suffix: Int) {
  var prefix = 0
  while prefix < shorter.count, shorter[prefix] == longer[prefix] { prefix += 1 }
  var suffix = 0
  let left = shorter.count - prefix
  while suffix < left,
    shorter[shorter.count - 1 - suffix] == longer[longer.count - 1 - suffix]
  {
    suffix += 1
  }
  return (prefix, suffix)
}
