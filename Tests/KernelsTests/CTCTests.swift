import Foundation
import Kernels
import Randomness
import Testing

@Suite struct CTCTests {
  /// Rows of log-probabilities: the log-softmax of logits that are uniform in ±`spread`.
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

  /// The log-softmax of a row in which some scores are replaced.
  private func replacing(_ row: [Float], _ symbols: [Int], with score: Float) -> [Float] {
    var row = row
    for symbol in symbols { row[symbol] = score }
    return Self.logSoftmax(row.map(Double.init)).map(Float.init)
  }

  /// Random labels. A third of them repeat the previous label.
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

  private func reference(_ rows: [[Float]], _ labels: [Int]) -> CTCReference {
    CTCReference(logProbabilities: rows.map { $0.map(Double.init) }, labels: labels)
  }

  /// A bound on the relative error. Each frame multiplies rounded sums by a rounded emission, whose
  /// exponential has an error of 2 ε: 6 ε in all, ε = 2⁻²⁴. In the worst case the errors of all
  /// frames add up.
  private func relativeError(frames: Int) -> Double { 6 * Double(frames) * 0x1p-24 }

  /// Compares a result with the reference. The loss is a logarithm, so its absolute error is the
  /// relative error of the sum. An occupancy is the product of a forward and a backward sum,
  /// divided by the total.
  private func check(_ result: CTCResult, against reference: CTCReference) {
    let error = relativeError(frames: reference.logProbabilities.count)
    let loss = reference.loss
    #expect(abs(Double(result.loss) - loss) <= error + loss * 0x1p-23)
    #expect(result.isIntact)
    for (row, expected) in zip(result.gradient, reference.gradient) {
      for (value, expected) in zip(row, expected) {
        #expect(abs(Double(value) - expected) <= 3 * error + 0x1p-20)
      }
      // Probabilities and occupancies both have the sum 1, up to rounding.
      #expect(abs(row.map(Double.init).reduce(0, +)) <= Double(row.count + 40) * 0x1p-23)
    }
  }

  @Test(arguments: ISA.available)
  func `the loss includes all alignments`(isa: ISA) {
    var random = stream(1)
    for frames in 1...5 {
      for labels in [[], [1], [2, 1], [1, 1], [1, 2, 1], [2, 2, 2], [1, 2, 2, 1]] {
        let rows = rows(frames, 4, &random)
        let reference = reference(rows, labels)
        let result = CTCResult(isa, rows, labels)
        let expected = reference.lossByDefinition
        if expected == .infinity {
          #expect(result.loss == .infinity)
          #expect(reference.loss == .infinity)
        } else {
          #expect(abs(reference.loss - expected) <= 1e-12 * (1 + expected))
          check(result, against: reference)
        }
      }
    }
  }

  @Test(arguments: ISA.available)
  func `long utterances agree with the reference implementation`(isa: ISA) {
    var random = stream(2)
    let shapes = [
      (1, 5, 1), (2, 33, 1), (7, 5, 3), (40, 7, 15), (63, 29, 16), (64, 29, 17), (90, 1000, 31),
      (100, 29, 64), (250, 32, 60), (500, 257, 120), (500, 29, 0), (333, 16, 8), (200, 29, 119),
    ]
    for (frames, symbols, length) in shapes {
      let rows = rows(frames, symbols, &random)
      let labels = labels(length, symbols, &random)
      check(CTCResult(isa, rows, labels), against: reference(rows, labels))
    }
  }

  @Test(arguments: ISA.available)
  func `an utterance of minimal length has one alignment`(isa: ISA) {
    var random = stream(3)
    for length in [1, 2, 8, 16, 17, 40] {
      let labels = labels(length, 9, &random)
      let repeats = zip(labels, labels.dropFirst()).count { $0 == $1 }
      let rows = rows(length + repeats, 9, &random)
      check(CTCResult(isa, rows, labels), against: reference(rows, labels))
      let result = CTCResult(isa, Array(rows.dropLast()), labels)
      #expect(result.loss == .infinity)
      #expect(result.gradient.allSatisfy { $0.allSatisfy { $0 == 0 } })
      #expect(result.isIntact)
    }
  }

  @Test(arguments: ISA.available)
  func `the gradient is the derivative of the loss with respect to the logits`(isa: ISA) {
    var random = stream(4)
    let labels = [3, 3, 1, 4]
    let symbols = 6
    let logits = (0..<9).map { _ in (0..<symbols).map { _ in 4 * random.unit() - 2 } }
    func loss(_ logits: [[Double]]) -> Double {
      CTCReference(logProbabilities: logits.map(Self.logSoftmax), labels: labels).loss
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
        // The difference has an error of step² and of the reference's 10⁻¹⁵ divided by the step.
        #expect(abs(slope - Double(result.gradient[t][c])) <= 1e-8 + relativeError(frames: 27))
      }
    }
  }

  @Test(arguments: ISA.available)
  func `without frames, the loss is 0 without labels and infinite otherwise`(isa: ISA) {
    #expect(CTCResult(isa, [], []).loss == 0)
    #expect(CTCResult(isa, [], [1]).loss == .infinity)
  }

  @Test(arguments: ISA.available)
  func `the loss of thousands of improbable frames keeps its precision`(isa: ISA) {
    // The loss is above 20,000, where the distance between floats is 0.002.
    var random = stream(5)
    let rows = rows(4000, 29, spread: 12, &random)
    let labels = labels(300, 29, &random)
    let reference = reference(rows, labels)
    let result = CTCResult(isa, rows, labels)
    check(result, against: reference)
    // With logarithms in single precision, the error would be about 10⁻³.
    let worst = zip(result.gradient, reference.gradient).map { row, expected in
      zip(row, expected).map { abs(Double($0) - $1) }.max()!
    }.max()!
    #expect(worst < 1e-4)
  }

  @Test(arguments: ISA.available)
  func `impossible symbols exclude only their alignments`(isa: ISA) {
    var random = stream(6)
    var rows = rows(20, 5, &random)
    let labels = [1, 2, 2, 3]
    for t in 0..<20 {
      rows[t] = replacing(rows[t], t == 7 ? [0, 4] : t < 10 ? [3, 4] : [4], with: -.infinity)
    }
    check(CTCResult(isa, rows, labels), against: reference(rows, labels))
    for t in 0..<20 { rows[t] = replacing(rows[t], [3], with: -.infinity) }
    let result = CTCResult(isa, rows, labels)
    #expect(result.loss == .infinity)
    #expect(result.gradient.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }

  @Test(arguments: ISA.available, [Float(-100), -1e4, -1e7, -1e30, -1e36])
  func `a nearly impossible symbol has a finite loss`(isa: ISA, cost: Float) {
    var random = stream(7)
    var rows = rows(12, 5, &random)
    for t in 0..<12 { rows[t] = replacing(rows[t], [2], with: cost) }
    let labels = [1, 2, 3]
    let result = CTCResult(isa, rows, labels)
    let reference = reference(rows, labels)
    // The rounding of the large loss, and the error of the other frames.
    #expect(
      abs(Double(result.loss) - reference.loss) <= reference.loss * 0x1p-21
        + relativeError(frames: 12))
    for row in result.gradient {
      #expect(abs(row.map(Double.init).reduce(0, +)) <= 45 * 0x1p-23)
      #expect(row.allSatisfy { abs($0) <= 1.001 })
    }
    #expect(result.isIntact)
  }

  @Test(arguments: ISA.available)
  func `certain symbols have loss 0`(isa: ISA) {
    let labels = [1, 1, 2]
    let path = [0, 1, 1, 0, 1, 2, 0]
    let rows = path.map { symbol in (0..<4).map { $0 == symbol ? 0 : -Float.infinity } }
    let result = CTCResult(isa, rows, labels)
    #expect(abs(result.loss) <= Float(relativeError(frames: 7)))
    #expect(result.gradient.allSatisfy { $0.allSatisfy { abs($0) <= 0x1p-20 } })
  }

  @Test(arguments: ISA.available)
  func `a row of NaN makes the loss NaN`(isa: ISA) {
    var random = stream(8)
    var rows = rows(8, 5, &random)
    rows[3] = [Float](repeating: .nan, count: 5)
    let result = CTCResult(isa, rows, [1, 2])
    #expect(result.loss.isNaN)
    #expect(result.gradient.allSatisfy { $0.allSatisfy(\.isNaN) })
  }
}
