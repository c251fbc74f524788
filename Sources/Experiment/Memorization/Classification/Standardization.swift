/// Means and standard deviations of the training rows of a fold. Rows that are tested take the same figures,
/// so that they have no influence on training.
struct Standardization: Sendable {
  private let means: [Double]
  private let deviations: [Double]

  /// A column without variance is only centred.
  init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    let moments = (0..<columns).map { column in
      var moments = Moments()
      for row in rows { moments.add(row[column]) }
      return moments
    }
    means = moments.map(\.mean)
    deviations = moments.map { moments in
      let deviation = (moments.squares / Double(max(moments.count, 1))).squareRoot()
      return deviation > 0 ? deviation : 1
    }
  }

  func apply(_ row: [Double]) -> [Double] {
    row.indices.map { (row[$0] - means[$0]) / deviations[$0] }
  }
}
