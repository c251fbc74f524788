/// A probability, a rate or another share, 0...1.
///
/// The range is checked while a value is decoded, because reports are untrusted input; no later code
/// can meet a value outside it. Values within a rounding error of the range are moved into it.
@propertyWrapper
package struct Probability<Value: RangedValue>: Codable, Hashable, Sendable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try Value(number: rangedNumber(from: decoder, 0...1))
  }

  package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

/// The difference of two rates, −1...1. Its range is checked as that of `Probability`.
@propertyWrapper
package struct RateDifference<Value: RangedValue>: Codable, Hashable, Sendable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    wrappedValue = try Value(number: rangedNumber(from: decoder, -1...1))
  }

  package func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

/// `Double` or `Double?`.
package protocol RangedValue: Codable, Hashable, Sendable {
  init(number: Double)
}

extension Double: RangedValue {
  package init(number: Double) { self = number }
}

extension Optional: RangedValue where Wrapped == Double {
  package init(number: Double) { self = number }
}

/// - Throws: `DecodingError` for a number outside `range`.
private func rangedNumber(
  from decoder: any Decoder, _ range: ClosedRange<Double>
) throws -> Double {
  let container = try decoder.singleValueContainer()
  let number = try container.decode(Double.self)
  let tolerance = 1e-9
  guard number >= range.lowerBound - tolerance, number <= range.upperBound + tolerance else {
    throw DecodingError.dataCorruptedError(
      in: container,
      debugDescription: "expected a number from \(Int(range.lowerBound)) to "
        + "\(Int(range.upperBound)), found \(number)")
  }
  return min(max(number, range.lowerBound), range.upperBound)
}

// MARK: - Optional values

/// Synthesised `Codable` conformances use these functions for optional values: an absent key or null
/// is nil, and nil is left out.
extension KeyedDecodingContainer {
  package func decode(
    _ type: Probability<Double?>.Type, forKey key: Key
  ) throws -> Probability<Double?> {
    try decodeIfPresent(type, forKey: key) ?? Probability(wrappedValue: nil)
  }

  package func decode(
    _ type: RateDifference<Double?>.Type, forKey key: Key
  ) throws -> RateDifference<Double?> {
    try decodeIfPresent(type, forKey: key) ?? RateDifference(wrappedValue: nil)
  }
}

extension KeyedEncodingContainer {
  package mutating func encode(_ value: Probability<Double?>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }

  package mutating func encode(_ value: RateDifference<Double?>, forKey key: Key) throws {
    try encodeIfPresent(value.wrappedValue, forKey: key)
  }
}
