import Foundation
import Kernels
import Randomness
import Testing

@Suite struct CTCTests {
  /// Log-softmax rows of logits spread over ±`spread`.
  private func rows(
    _ frames: Int, _ symbols: Int, spread: Double = 4, _ random: inout RandomStream
  ) -> [[Float]] {
    (0..<frames).map { _ in
      let logits = (0..<symbols).map { _ in (2 * random.unit() - 1) * spread }
      return Self.logSoftmax(logits).map(Float.init)
    }
  }

  private static func logSoftmax(_ logits: [Double]) -> [Double] {
    let top = logits.max()!
    let total = top + log(logits.map { exp($0 - top) }.reduce(0, +))
    return logits.map { $0 - total }
  }

  /// The row with some scores replaced, and a log-softmax again.
  private func replacing(_ row: [Float], _ symbols: [Int], with score: Float) -> [Float] {
    var row = row
    for symbol in symbols { row[symbol] = score }
    return Self.logSoftmax(row.map(Double.init)).map(Float.init)
  }

  /// Labels of which a third repeat the one before.
  private func labels(_ count: Int, _ symbols: Int, _ random: inout RandomStream) -> [Int] {
    var labels: [Int] = []
    for _ in 0..<count {
      let repeats = !labels.isEmpty && random.below(3) == 0
      labels.append(repeats ? labels.last! : 1 + random.below(symbols - 1))
    }
    return labels
  }

  private func stream(_ number: UInt8) -> RandomStream {
    RandomStream(key: [UInt8](repeating: number, count: 32))
  }

  private func twin(_ rows: [[Float]], _ labels: [Int]) -> CTCTwin {
    CTCTwin(logProbabilities: rows.map { $0.map(Double.init) }, labels: labels)
  }

  /// Each frame multiplies rounded sums by a rounded emission, whose exponential is good to 2 ε:
  /// 6 ε in all, ε = 2⁻²⁴. They add up at worst frame by frame.
  private func relativeError(frames: Int) -> Double { 6 * Double(frames) * 0x1p-24 }

  /// Holds a result against the twin: the loss is a logarithm, so that its sum's relative error is
  /// its absolute one; an occupancy is a product of a forward and a backward sum over their total.
  private func check(_ result: CTCResult, against twin: CTCTwin) {
    let error = relativeError(frames: twin.logProbabilities.count)
    let loss = twin.loss
    #expect(abs(Double(result.loss) - loss) <= error + loss * 0x1p-23)
    #expect(result.isIntact)
    for (row, expected) in zip(result.gradient, twin.gradient) {
      for (value, expected) in zip(row, expected) {
        #expect(abs(Double(value) - expected) <= 3 * error + 0x1p-20)
      }
      // Probabilities and occupancies each add up to 1; both carry their rows' roundings.
      #expect(abs(row.map(Double.init).reduce(0, +)) <= Double(row.count + 40) * 0x1p-23)
    }
  }

  @Test(arguments: ISA.available)
  func `the loss is that of all alignments`(isa: ISA) {
    var random = stream(1)
    for frames in 1...5 {
      for labels in [[], [1], [2, 1], [1, 1], [1, 2, 1], [2, 2, 2], [1, 2, 2, 1]] {
        let rows = rows(frames, 4, &random)
        let twin = twin(rows, labels)
        let result = CTCResult(isa, rows, labels)
        let expected = twin.lossByDefinition
        if expected == .infinity {
          #expect(result.loss == .infinity)
          #expect(twin.loss == .infinity)
        } else {
          #expect(abs(twin.loss - expected) <= 1e-12 * (1 + expected))
          check(result, against: twin)
        }
      }
    }
  }

  @Test(arguments: ISA.available)
  func `long utterances agree with double precision`(isa: ISA) {
    var random = stream(2)
    let shapes = [
      (1, 5, 1), (2, 33, 1), (7, 5, 3), (40, 7, 15), (63, 29, 16), (64, 29, 17), (90, 1000, 31),
      (100, 29, 64), (250, 32, 60), (500, 257, 120), (500, 29, 0), (333, 16, 8), (200, 29, 119),
    ]
    for (frames, symbols, length) in shapes {
      let rows = rows(frames, symbols, &random)
      let labels = labels(length, symbols, &random)
      check(CTCResult(isa, rows, labels), against: twin(rows, labels))
    }
  }

  @Test(arguments: ISA.available)
  func `an utterance as short as can be has one alignment`(isa: ISA) {
    var random = stream(3)
    for length in [1, 2, 8, 16, 17, 40] {
      let labels = labels(length, 9, &random)
      let repeats = zip(labels, labels.dropFirst()).count { $0 == $1 }
      let rows = rows(length + repeats, 9, &random)
      check(CTCResult(isa, rows, labels), against: twin(rows, labels))
      let result = CTCResult(isa, Array(rows.dropLast()), labels)
      #expect(result.loss == .infinity)
      #expect(result.gradient.allSatisfy { $0.allSatisfy { $0 == 0 } })
      #expect(result.isIntact)
    }
  }

  @Test(arguments: ISA.available)
  func `the gradient is that of the loss through the log-softmax`(isa: ISA) {
    var random = stream(4)
    let labels = [3, 3, 1, 4]
    let symbols = 6
    let logits = (0..<9).map { _ in (0..<symbols).map { _ in 4 * random.unit() - 2 } }
    func loss(_ logits: [[Double]]) -> Double {
      CTCTwin(logProbabilities: logits.map(Self.logSoftmax), labels: labels).loss
    }
    let result = CTCResult(isa, logits.map { Self.logSoftmax($0).map(Float.init) }, labels)
    let step = 1e-5
    for t in logits.indices {
      for c in 0..<symbols {
        var up = logits
        var down = logits
        up[t][c] += step
        down[t][c] -= step
        let slope = (loss(up) - loss(down)) / (2 * step)
        // The difference is good to step² and to the twin's 10⁻¹⁵ over the step.
        #expect(abs(slope - Double(result.gradient[t][c])) <= 1e-8 + relativeError(frames: 27))
      }
    }
  }

  @Test(arguments: ISA.available)
  func `no frames cost nothing without labels and cannot hold any`(isa: ISA) {
    #expect(CTCResult(isa, [], []).loss == 0)
    #expect(CTCResult(isa, [], [1]).loss == .infinity)
  }

  @Test(arguments: ISA.available)
  func `thousands of unlikely frames keep their digits`(isa: ISA) {
    // The loss is above 20,000, where a float's logarithm would move in steps of 0.002.
    var random = stream(5)
    let rows = rows(4000, 29, spread: 12, &random)
    let labels = labels(300, 29, &random)
    let twin = twin(rows, labels)
    let result = CTCResult(isa, rows, labels)
    check(result, against: twin)
    // Measured against what logarithms in single precision reach, which is some 10⁻³.
    let worst = zip(result.gradient, twin.gradient).map { row, expected in
      zip(row, expected).map { abs(Double($0) - $1) }.max()!
    }.max()!
    #expect(worst < 1e-4)
  }

  @Test(arguments: ISA.available)
  func `impossible symbols leave the other alignments`(isa: ISA) {
    var random = stream(6)
    var rows = rows(20, 5, &random)
    let labels = [1, 2, 2, 3]
    for t in 0..<20 {
      rows[t] = replacing(rows[t], t == 7 ? [0, 4] : t < 10 ? [3, 4] : [4], with: -.infinity)
    }
    check(CTCResult(isa, rows, labels), against: twin(rows, labels))
    for t in 0..<20 { rows[t] = replacing(rows[t], [3], with: -.infinity) }
    let result = CTCResult(isa, rows, labels)
    #expect(result.loss == .infinity)
    #expect(result.gradient.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test(arguments: ISA.available, [Float(-100), -1e4, -1e7, -1e30, -1e36])
  func `a symbol that is all but impossible has a finite price`(isa: ISA, price: Float) {
    var random = stream(7)
    var rows = rows(12, 5, &random)
    for t in 0..<12 { rows[t] = replacing(rows[t], [2], with: price) }
    let labels = [1, 2, 3]
    let result = CTCResult(isa, rows, labels)
    let twin = twin(rows, labels)
    // Float steps at the price, and what the other frames cost.
    #expect(abs(Double(result.loss) - twin.loss) <= twin.loss * 0x1p-21 + relativeError(frames: 12))
    for row in result.gradient {
      #expect(abs(row.map(Double.init).reduce(0, +)) <= 45 * 0x1p-23)
      #expect(row.allSatisfy { abs($0) <= 1.001 })
    }
    #expect(result.isIntact)
  }

  @Test(arguments: ISA.available)
  func `certain symbols cost nothing`(isa: ISA) {
    let labels = [1, 1, 2]
    let path = [0, 1, 1, 0, 1, 2, 0]
    let rows = path.map { symbol in (0..<4).map { $0 == symbol ? 0 : -Float.infinity } }
    let result = CTCResult(isa, rows, labels)
    #expect(abs(result.loss) <= Float(relativeError(frames: 7)))
    #expect(result.gradient.allSatisfy { $0.allSatisfy { abs($0) <= 0x1p-20 } })
  }

  @Test(arguments: ISA.available)
  func `a row that is no number makes the loss none`(isa: ISA) {
    var random = stream(8)
    var rows = rows(8, 5, &random)
    rows[3] = [Float](repeating: .nan, count: 5)
    let result = CTCResult(isa, rows, [1, 2])
    #expect(result.loss.isNaN)
    #expect(result.gradient.allSatisfy { $0.allSatisfy(\.isNaN) })
  }
}
