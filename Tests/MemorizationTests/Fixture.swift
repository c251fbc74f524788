import Foundation
import TestSupport
import Testing

/// Reference values that Scripts/memorization-reference computes.
func fixture<Case: Decodable>(_ name: String, of _: Case.Type) throws -> [Case] {
  let url = URL(fileURLWithPath: "\(packageRoot)/Fixtures/memorization/\(name).json")
  let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
  try #require(!cases.isEmpty)
  return cases
}

/// True if two numbers differ by at most 1e-9 of the larger one, or by 1e-9 if they are below 1.
func agree(_ value: Double, _ expected: Double) -> Bool {
  abs(value - expected) <= 1e-9 * max(1, abs(expected))
}

/// True if both are nil or both agree.
func agree(_ value: Double?, _ expected: Double?) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return agree(value, expected)
}
