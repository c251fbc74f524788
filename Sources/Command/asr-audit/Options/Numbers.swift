/// Parses a number with the unit that this program prints behind it: `2`, `2x`, `0.15` or `15%`.
///
/// - Parameters:
///   - text: the number as a user types it; surrounding spaces are ignored.
///   - unit: the only unit that is accepted. It is optional.
/// - Returns: nil if the text is not a finite number or has another unit.
func parsedNumber(_ text: some StringProtocol, unit: NumberUnit) -> Double? {
  var digits = Substring(text)
  while digits.first == " " { digits.removeFirst() }
  while digits.last == " " { digits.removeLast() }
  var scale = 1.0
  if digits.last == unit.symbol {
    digits.removeLast()
    scale = unit.scale
  }
  guard digits.last != " ", let value = Double(digits), value.isFinite else { return nil }
  return value / scale
}

/// A unit that may follow a number on the command line.
enum NumberUnit {
  /// A speed factor: `2x` is 2.
  case speed
  /// A share: `15%` is 0.15.
  case share

  fileprivate var symbol: Character {
    switch self {
    case .speed: "x"
    case .share: "%"
    }
  }

  /// The divisor that turns the printed number into the value.
  fileprivate var scale: Double {
    switch self {
    case .speed: 1
    case .share: 100
    }
  }
}
