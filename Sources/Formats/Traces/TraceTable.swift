/// A trace table in memory: one row for each utterance, model and pass, as `TraceReader` describes it.
///
/// The table is columnar. Utterances and models are numbered in the order in which they occur first.
/// Rows are sorted by utterance, then by model, then by pass; a row without a pass follows those with
/// one. A pass is therefore one stride of the table, whatever order the file has.
package struct TraceTable: Sendable {
  /// The ids of the utterances.
  package private(set) var ids: [String] = []
  /// The names of the models.
  package private(set) var models: [String] = []
  private var idNumbers: [String: Int] = [:]
  private var modelNumbers: [String: Int] = [:]
  private var columns = Columns()
  /// The first row of each utterance, and the number of rows behind the last one.
  private var starts: [Int] = [0]

  /// Two rows with the same utterance, model and pass, or with contradictory `in_training`, as numbers
  /// of the rows in the order in which they were added.
  package enum Conflict: Error, Hashable, Sendable {
    case repeatedRow(first: Int, second: Int)
    case contradictoryMembership(first: Int, second: Int)

    /// The later row.
    package var second: Int {
      switch self {
      case .repeatedRow(_, let second), .contradictoryMembership(_, let second): second
      }
    }
  }

  /// - Throws: `Conflict`.
  package init(_ rows: some Sequence<TraceRow>) throws(Conflict) {
    for row in rows { append(row) }
    try sort()
  }

  init() {}

  /// The number of rows.
  package var count: Int { columns.loss.count }

  /// The number of an utterance; nil if the table has no row of it.
  package func number(of id: String) -> Int? { idNumbers[id] }

  /// The rows of an utterance.
  package func rows(of utterance: Int) -> Range<Int> { starts[utterance]..<starts[utterance + 1] }

  package subscript(row: Int) -> TraceRow { columns.row(row, ids, models) }

  /// The numbers of the passes of a model, ascending, without rows of a finished model.
  package func passes(of model: String) -> [Int] {
    guard let model = modelNumbers[model] else { return [] }
    var found: Set<Int> = []
    for row in columns.pass.indices where columns.model[row] == model {
      if columns.pass[row] != Columns.finished { found.insert(columns.pass[row]) }
    }
    return found.sorted()
  }

  /// The losses of a model after a pass, one for each utterance in the order of `ids`; nil where the
  /// row or its loss is missing.
  /// - Parameter pass: nil for the finished model.
  package func losses(of model: String, pass: Int?) -> [Double?] {
    var losses = [Double?](repeating: nil, count: ids.count)
    guard let model = modelNumbers[model] else { return losses }
    let pass = pass ?? Columns.finished
    for row in columns.loss.indices
    where columns.model[row] == model && columns.pass[row] == pass {
      losses[columns.id[row]] = columns.loss[row].isNaN ? nil : columns.loss[row]
    }
    return losses
  }

  // MARK: - Building

  mutating func append(_ row: TraceRow) {
    columns.append(
      row, id: Self.number(row.id, in: &idNumbers, &ids),
      model: Self.number(row.model, in: &modelNumbers, &models))
  }

  private static func number(
    _ name: String, in numbers: inout [String: Int], _ names: inout [String]
  ) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// Sorts the rows that were appended and checks that they do not contradict one another.
  mutating func sort() throws(Conflict) {
    let columns = columns
    let order = columns.loss.indices.sorted { left, right in
      let (a, b) = (columns.key(left), columns.key(right))
      return a == b ? left < right : a < b
    }
    // The last row with a known membership.
    var known: Int?
    for (place, row) in order.enumerated() {
      if place > 0, columns.key(order[place - 1]) == columns.key(row) {
        throw .repeatedRow(first: order[place - 1], second: row)
      }
      guard let membership = columns.membership(row) else { continue }
      if let known, columns.isSameModel(known, row), columns.membership(known) != membership {
        throw .contradictoryMembership(first: min(known, row), second: max(known, row))
      }
      known = row
    }
    self.columns = columns.ordered(order)
    starts = [Int](repeating: 0, count: ids.count + 1)
    for id in columns.id { starts[id + 1] += 1 }
    for id in ids.indices { starts[id + 1] += starts[id] }
  }
}
