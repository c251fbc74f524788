/// Random numbers from a 64-bit state, without allocating memory: for draws during training, keyed
/// from a named stream. They are not suitable for secrets.
///
/// The generator is a mixed counter (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
/// generators").
package struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(key: UInt64) { state = key }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A whole number in 0..<bound. Probabilities differ by at most bound·2⁻⁶⁴, which is negligible in
  /// training.
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "below: bound must be positive, not \(bound)")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A hash of `value` in which each bit depends on each bit of `value`.
  package static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
