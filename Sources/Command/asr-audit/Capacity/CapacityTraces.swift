import Capacity
import Traces

/// The rows of a trace table by the size of the run.
struct CapacityTraces {
  private let table: TraceTable

  init(_ table: TraceTable) { self.table = table }

  /// The name of a run and of its model in trace tables.
  static func model(ofSize size: Int) -> String {
    let digits = String(size)
    return "size-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// The sizes that the table has models of, ascending, and the models with other names.
  var sizes: (known: [Int], unknown: [String]) {
    var (known, unknown): ([Int], [String]) = ([], [])
    for model in table.models {
      if let size = Int(model.dropFirst("size-".count)), model == Self.model(ofSize: size) {
        known.append(size)
      } else {
        unknown.append(model)
      }
    }
    return (known.sorted(), unknown)
  }

  /// The answers of the model of a size, by id, and the utterances that it states not to be trained
  /// on. Utterances without a transcript have no answer. The row of the last pass counts.
  func answers(
    ofSize size: Int
  ) -> (answers: [String: CapacityAnswer], untrained: Set<String>) {
    let model = Self.model(ofSize: size)
    var answers: [String: CapacityAnswer] = [:]
    var untrained: Set<String> = []
    for (number, id) in table.ids.enumerated() {
      let rows = table.rows(of: number).map { table[$0] }.filter { $0.model == model }
      guard let last = rows.last else { continue }
      if rows.contains(where: { $0.isInTraining == false }) { untrained.insert(id) }
      answers[id] = last.hypothesis.map { CapacityAnswer(transcript: $0, loss: last.loss) }
    }
    return (answers, untrained)
  }
}
