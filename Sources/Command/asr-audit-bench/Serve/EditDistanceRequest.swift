import Files
import Foundation
import Scoring

/// Computes the character edit distances of pairs of texts.
struct EditDistanceRequest: Request {
  /// The path of a file with UTF-8 lines "a<TAB>b".
  let pairs: String
  let repeats: Int

  struct Result: Encodable {
    let total: Int
  }

  func answer(in session: Session) throws -> Timed<Result> {
    let pairs = try read()
    var distance = EditDistance()
    var total = 0
    let measured = Measured(warm: try positive(repeats, "repeats")) {
      total = 0
      for (a, b) in pairs { total += distance.distance(a, b) }
    }
    return Timed(measured: measured, result: Result(total: total))
  }

  private func read() throws -> [(a: [UInt32], b: [UInt32])] {
    var found: [(a: [UInt32], b: [UInt32])] = []
    let text = try String(contentsOfFile: pairs, encoding: .utf8)
    for (number, line) in text.split(separator: "\n").enumerated() {
      let sides = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard sides.count == 2 else {
        throw Problem(
          .badData, "expected two texts separated by a tab", file: pairs, line: number + 1)
      }
      found.append((sides[0].unicodeScalars.map(\.value), sides[1].unicodeScalars.map(\.value)))
    }
    return found
  }
}
