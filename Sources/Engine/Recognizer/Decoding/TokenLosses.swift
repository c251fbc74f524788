import Foundation
import Kernels

/// The share of each token of a text in its CTC loss.
///
/// With γ(t, s) the probability that the alignment emits token s at frame t, given the text (Graves et
/// al. 2006, equation 14), the share of token s is −Σ γ(t, s) log p(t, s) over the frames t: the
/// expected loss of the frames that emit it. One wrong word is a few tokens with a high share, which
/// the mean over a long text hides.
package enum TokenLosses {
  /// - Parameters:
  ///   - logProbabilities: [frames, symbols], with the blank as symbol 0.
  ///   - targets: the tokens of the text.
  /// - Returns: nil if no alignment has a probability above 0.
  package static func shares(_ logProbabilities: Matrix, targets: [Int32]) -> [Double]? {
    let (frames, count) = (logProbabilities.rows, targets.count)
    guard frames > 0, count > 0 else { return nil }
    let states = 2 * count + 1
    func emission(_ frame: Int, _ state: Int) -> Double {
      let symbol = state % 2 == 0 ? 0 : Int(targets[state / 2])
      return Double(logProbabilities.row(frame)[symbol])
    }
    /// True if a path may go from the token two states before to this one without a blank.
    func skips(_ state: Int) -> Bool {
      state % 2 == 1 && state > 1 && targets[state / 2] != targets[state / 2 - 1]
    }
    var forward = [[Double]](
      repeating: [Double](repeating: -.infinity, count: states), count: frames)
    forward[0][0] = emission(0, 0)
    forward[0][1] = emission(0, 1)
    for frame in 1..<max(frames, 1) {
      let before = forward[frame - 1]
      for state in 0..<states {
        let sum = logSum(
          before[state], state > 0 ? before[state - 1] : -.infinity,
          skips(state) ? before[state - 2] : -.infinity)
        forward[frame][state] = sum + emission(frame, state)
      }
    }
    let total = logSum(forward[frames - 1][states - 1], forward[frames - 1][states - 2], -.infinity)
    guard total.isFinite else { return nil }
    var shares = [Double](repeating: 0, count: count)
    // The sums over the rest of the path, without the emission of the frame itself.
    var backward = [Double](repeating: -.infinity, count: states)
    backward[states - 1] = 0
    backward[states - 2] = 0
    for frame in (0..<frames).reversed() {
      for token in 0..<count {
        let state = 2 * token + 1
        let weight = exp(forward[frame][state] + backward[state] - total)
        if weight > 0 { shares[token] -= weight * emission(frame, state) }
      }
      guard frame > 0 else { break }
      let after = (0..<states).map { backward[$0] + emission(frame, $0) }
      backward = (0..<states).map { state in
        logSum(
          after[state], state + 1 < states ? after[state + 1] : -.infinity,
          state + 2 < states && skips(state + 2) ? after[state + 2] : -.infinity)
      }
    }
    return shares
  }

  private static func logSum(_ a: Double, _ b: Double, _ c: Double) -> Double {
    let largest = max(a, b, c)
    guard largest > -.infinity else { return -.infinity }
    return largest + log(exp(a - largest) + exp(b - largest) + exp(c - largest))
  }
}
