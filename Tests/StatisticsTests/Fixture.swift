import Foundation
import TestSupport
import Testing

/// Reference values that Scripts/statistics-reference computes.
func fixture<Case: Decodable>(_ name: String, of _: Case.Type) throws -> [Case] {
  let url = URL(fileURLWithPath: "\(packageRoot)/Fixtures/statistics/\(name).json")
  let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
  try #require(!cases.isEmpty)
  return cases
}

/// True if a value has a relative error of at most 1e-9, or for an expected 0 an absolute error of
/// at most 1e-15.
func agree(_ value: Double, _ expected: Double) -> Bool {
  abs(value - expected) <= max(1e-9 * abs(expected), 1e-15)
}

/// Four and a half standard deviations of a share near `p` in `n` draws, which chance exceeds 7
/// times in a million.
func margin(_ p: Double, _ n: Int) -> Double {
  4.5 * (p * (1 - p) / Double(n)).squareRoot() + 1 / Double(n)
}

/// The common fields of the fixtures of two groups of scores.
struct TwoGroups: Decodable {
  let name: String
  let trained: [Double]
  let controls: [Double]
}
