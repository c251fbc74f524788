extension TraceTable {
  /// The columns of a table. A number that is missing is NaN or `none`, so that a column of a large
  /// table has no room for the flags of optionals.
  struct Columns: Sendable {
    /// The pass of a finished model, which is sorted behind all others.
    static let finished = Int.max
    private static let none = -1

    private(set) var id: [Int] = []
    private(set) var model: [Int] = []
    private(set) var pass: [Int] = []
    private(set) var loss: [Double] = []
    private var isInTraining: [Int8] = []
    private var tokens: [Int] = []
    private var frames: [Int] = []
    /// Columns that few tables have: empty until the first value.
    private var gradientNorm = Sparse<Double>()
    private var inputGradientNorm = Sparse<Double>()
    private var curvature = Sparse<Double>()
    private var hessianTrace = Sparse<Double>()
    private var hypothesis = Sparse<String>()
    private var worstToken = Sparse<String>()
    private var worstTokenLoss = Sparse<Double>()

    /// A column of which most tables have no value.
    private struct Sparse<Value: Sendable>: Sendable {
      private var values: [Value?] = []

      mutating func append(_ value: Value?, row: Int) {
        guard value != nil || !values.isEmpty else { return }
        while values.count < row { values.append(nil) }
        values.append(value)
      }

      subscript(row: Int) -> Value? { row < values.count ? values[row] : nil }

      func ordered(_ order: [Int]) -> Sparse {
        guard !values.isEmpty else { return self }
        var sorted = self
        sorted.values = order.map { self[$0] }
        return sorted
      }
    }

    mutating func append(_ row: TraceRow, id: Int, model: Int) {
      let number = loss.count
      self.id.append(id)
      self.model.append(model)
      pass.append(row.pass ?? Self.finished)
      loss.append(row.loss ?? .nan)
      isInTraining.append(row.isInTraining.map { $0 ? 1 : 0 } ?? -1)
      tokens.append(row.tokens ?? Self.none)
      frames.append(row.frames ?? Self.none)
      gradientNorm.append(row.gradientNorm, row: number)
      inputGradientNorm.append(row.inputGradientNorm, row: number)
      curvature.append(row.curvature, row: number)
      hessianTrace.append(row.hessianTrace, row: number)
      hypothesis.append(row.hypothesis, row: number)
      worstToken.append(row.worstToken, row: number)
      worstTokenLoss.append(row.worstTokenLoss, row: number)
    }

    /// The order of rows.
    func key(_ row: Int) -> (Int, Int, Int) { (id[row], model[row], pass[row]) }

    /// True if two rows are those of one utterance and one model.
    func isSameModel(_ first: Int, _ second: Int) -> Bool {
      id[first] == id[second] && model[first] == model[second]
    }

    func membership(_ row: Int) -> Bool? { isInTraining[row] < 0 ? nil : isInTraining[row] == 1 }

    func row(_ row: Int, _ ids: [String], _ models: [String]) -> TraceRow {
      var made = TraceRow(
        id: ids[id[row]], model: models[model[row]],
        pass: pass[row] == Self.finished ? nil : pass[row],
        loss: loss[row].isNaN ? nil : loss[row])
      made.isInTraining = membership(row)
      made.tokens = tokens[row] == Self.none ? nil : tokens[row]
      made.frames = frames[row] == Self.none ? nil : frames[row]
      made.gradientNorm = gradientNorm[row]
      made.inputGradientNorm = inputGradientNorm[row]
      made.curvature = curvature[row]
      made.hessianTrace = hessianTrace[row]
      made.hypothesis = hypothesis[row]
      made.worstToken = worstToken[row]
      made.worstTokenLoss = worstTokenLoss[row]
      return made
    }

    /// The columns with their rows in another order.
    func ordered(_ order: [Int]) -> Columns {
      var sorted = self
      sorted.id = order.map { id[$0] }
      sorted.model = order.map { model[$0] }
      sorted.pass = order.map { pass[$0] }
      sorted.loss = order.map { loss[$0] }
      sorted.isInTraining = order.map { isInTraining[$0] }
      sorted.tokens = order.map { tokens[$0] }
      sorted.frames = order.map { frames[$0] }
      sorted.gradientNorm = gradientNorm.ordered(order)
      sorted.inputGradientNorm = inputGradientNorm.ordered(order)
      sorted.curvature = curvature.ordered(order)
      sorted.hessianTrace = hessianTrace.ordered(order)
      sorted.hypothesis = hypothesis.ordered(order)
      sorted.worstToken = worstToken.ordered(order)
      sorted.worstTokenLoss = worstTokenLoss.ordered(order)
      return sorted
    }
  }
}
