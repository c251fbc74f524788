import ArgumentParser
import Demonstration

/// A list of training variants, separated by commas.
struct DemoVariantList: ExpressibleByArgument {
  let values: [DemoVariant]

  /// Nil for an unknown or repeated name, and for the lower rate without per-example clipping, which
  /// determines it.
  init?(argument: String) {
    var values: [DemoVariant] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = DemoVariant(rawValue: String(name)), !values.contains(value) else {
        return nil
      }
      values.append(value)
    }
    guard values.contains(.perExample) || !values.contains(.lowerRate) else { return nil }
    self.values = values
  }

  static var allValueStrings: [String] { DemoVariant.allCases.map(\.rawValue) }
}
