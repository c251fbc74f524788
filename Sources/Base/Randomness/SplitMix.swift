/// Random numbers from a 64-bit state, without any memory of its own: for draws in the midst of
/// training, keyed from a named stream. Not for secrets.
///
/// Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators": a counter, mixed.
package struct SplitMix: Sendable {
  private var state: UInt64

  package init(key: UInt64) { state = key }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A whole number from 0 up to, not including, `bound`. Numbers differ in probability by at most
  /// bound·2⁻⁶⁴, which no training run can notice.
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "no number lies below \(bound)")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Each bit of the result depends on each bit of `value`.
  package static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
