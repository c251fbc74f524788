import Traces

/// The losses of one model in a trace table when training had ended.
struct ModelTrace: Sendable {
  let name: String
  /// The last pass over the training data that the table has; nil for a finished model.
  let pass: Int?
  /// The loss of each utterance of the table; nil where it is missing.
  let losses: [Double?]
  /// Whether the model was trained on each utterance; nil where the table does not tell.
  let inTraining: [Bool?]

  /// Rows of a finished model take precedence over those of passes.
  init(_ name: String, in table: TraceTable) {
    self.name = name
    var (isFinished, last): (Bool, Int?) = (false, nil)
    var inTraining = [Bool?](repeating: nil, count: table.ids.count)
    for utterance in table.ids.indices {
      for number in table.rows(of: utterance) {
        let row = table[number]
        guard row.model == name else { continue }
        if let pass = row.pass { last = max(last ?? pass, pass) } else { isFinished = true }
        inTraining[utterance] = inTraining[utterance] ?? row.isInTraining
      }
    }
    pass = isFinished ? nil : last
    losses = table.losses(of: name, pass: pass)
    self.inTraining = inTraining
  }
}
