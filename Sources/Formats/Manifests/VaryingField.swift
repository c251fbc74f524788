import Files

/// A field that every entry has and whose value for injected entries is unknown.
package struct VaryingField: Hashable, Sendable {
  package let name: String
  /// The first different values; one if all entries have the same.
  package let examples: [String]
  /// The value for `--set` that the name or the values suggest, such as `{samples}`; nil if there is none.
  package let suggestion: String?

  package init(name: String, examples: [String], suggestion: String? = nil) {
    self.name = name
    self.examples = examples
    self.suggestion = suggestion
  }

  init(_ field: FieldCensus.Field, kind: FieldCensus.Kind) {
    name = field.name
    examples = field.examples.map { unquoted($0).printable }
    suggestion = kind == .directory ? nil : Self.suggestion(field)
  }

  /// True if all entries have the same value, which follows from the length of their audio.
  package var isConstant: Bool { examples.count == 1 }

  /// The smallest value that is taken for a number of samples.
  private static let leastSamples = 1_000.0

  private static func suggestion(_ field: FieldCensus.Field) -> String? {
    if isLength(field.name), field.isNumeric {
      // The number of frames depends on the features of the recipe.
      if field.name.lowercased().contains("frame") { return nil }
      let value = Double(String(decoding: field.first, as: UTF8.self)) ?? 0
      return value >= leastSamples ? "{samples}" : "{seconds}"
    }
    if !field.isNumeric, field.isDistinct {
      let looksLikePath = field.examples.allSatisfy { $0.contains(UInt8(ascii: "/")) }
      return looksLikePath ? "{path}" : "{id}"
    }
    return nil
  }
}
