import Foundation
import Kernels
import Randomness
import Recognizer
import Testing

/// The shares of tokens, against a sum over all alignments.
@Suite struct TokenLossesTests {
  /// Log-probabilities of random scores.
  private func scores(_ frames: Int, _ symbols: Int, _ seed: UInt64) -> [[Double]] {
    var numbers = SplitMix(key: seed)
    return (0..<frames).map { _ in
      let row = (0..<symbols).map { _ in Double.random(in: -3...3, using: &numbers) }
      let total = log(row.reduce(0) { $0 + exp($1) })
      return row.map { $0 - total }
    }
  }

  private func matrix(_ rows: [[Double]]) -> (Matrix, Buffer) {
    let buffer = Buffer(rows.count * rows[0].count)
    for (index, value) in rows.joined().enumerated() { buffer.base[index] = Float(value) }
    return (Matrix(buffer.base, rows: rows.count, columns: rows[0].count), buffer)
  }

  /// Every sequence of symbols that collapses to the targets, with the place of the token that each
  /// frame emits.
  private func naive(_ rows: [[Double]], _ targets: [Int]) -> [Double]? {
    var total = 0.0
    var sums = [Double](repeating: 0, count: targets.count)
    func extend(_ frame: Int, _ path: [Int]) {
      guard frame < rows.count else {
        var emitted: [Int] = []
        var places: [Int?] = []
        for (index, symbol) in path.enumerated() {
          if symbol != 0, index == 0 || path[index - 1] != symbol { emitted.append(symbol) }
          places.append(symbol == 0 ? nil : emitted.count - 1)
        }
        guard emitted == targets else { return }
        let weight = exp(path.enumerated().reduce(0) { $0 + rows[$1.offset][$1.element] })
        total += weight
        for (index, place) in places.enumerated() {
          if let place { sums[place] -= weight * rows[index][path[index]] }
        }
        return
      }
      for symbol in rows[0].indices { extend(frame + 1, path + [symbol]) }
    }
    extend(0, [])
    return total > 0 ? sums.map { $0 / total } : nil
  }

  @Test(arguments: [[1], [1, 2], [1, 1], [2, 1, 2], [1, 1, 2], [2, 2, 2]])
  func `shares equal the mean over all alignments`(_ targets: [Int]) throws {
    for frames in 1...6 {
      let rows = scores(frames, 3, UInt64(frames * 10 + targets.count))
      let (matrix, buffer) = matrix(rows)
      let fast = TokenLosses.shares(matrix, targets: targets.map(Int32.init))
      let slow = naive(rows, targets)
      #expect((fast == nil) == (slow == nil))
      for (a, b) in zip(fast ?? [], slow ?? []) { #expect(abs(a - b) < 1e-5 * max(1, b)) }
      withExtendedLifetime(buffer) {}
    }
  }

  @Test func `a token that the sound does not have has the highest share`() throws {
    // Clear frames for 1 2 1. The text says 1 3 1.
    let clear = [1, 0, 2, 0, 1, 0].map { symbol in
      (0..<4).map { log($0 == symbol ? 0.97 : 0.01) }
    }
    let (matrix, buffer) = matrix(clear)
    let shares = try #require(TokenLosses.shares(matrix, targets: [1, 3, 1]))
    #expect(shares.indices.max { shares[$0] < shares[$1] } == 1)
    #expect(shares[1] > 4 && shares[0] < 0.5 && shares[2] < 0.5)
    withExtendedLifetime(buffer) {}
  }

  @Test func `no frames or no tokens have no shares`() {
    let (matrix, buffer) = matrix(scores(1, 3, 1))
    #expect(TokenLosses.shares(matrix, targets: []) == nil)
    #expect(TokenLosses.shares(matrix, targets: [1, 1]) == nil)
    withExtendedLifetime(buffer) {}
  }
}
