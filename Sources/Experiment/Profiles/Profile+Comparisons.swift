import Files

/// Comparisons of an utterance with the limits of a profile.
extension Profile {
  func below<Number: Comparable & SendableMetatype>(
    _ rule: SurvivalRule, _ setting: Setting<Number>, _ found: ClosedRange<Number>, _ unit: String
  ) -> [Finding] {
    guard let least = setting.value, found.lowerBound < least else { return [] }
    let isSure = found.upperBound < least
    return [
      Finding(
        rule, isSure ? .drops : .unknown,
        "\(text(found)) \(unit) are below \(text(least...least))" + (isSure ? "" : unknownTokens),
        source: setting.source)
    ]
  }

  func above<Number: Comparable & SendableMetatype>(
    _ rule: SurvivalRule, _ setting: Setting<Number>, _ found: ClosedRange<Number>, _ unit: String
  ) -> [Finding] {
    guard let most = setting.value, found.upperBound > most else { return [] }
    let isSure = found.lowerBound > most
    return [
      Finding(
        rule, isSure ? .drops : .unknown,
        "\(text(found)) \(unit) are above \(text(most...most))" + (isSure ? "" : unknownTokens),
        source: setting.source)
    ]
  }

  /// A number of frames that is, or may be, below what is needed; unknown without a number.
  func below(
    _ rule: SurvivalRule, _ frames: Int?, _ needed: ClosedRange<Int>, _ purpose: String,
    source: String?
  ) -> [Finding] {
    guard let frames else {
      return [Finding(rule, .unknown, "the profile does not state feature_frames and subsampling")]
    }
    guard frames < needed.upperBound else { return [] }
    let isSure = frames < needed.lowerBound
    return [
      Finding(
        rule, isSure ? .drops : .unknown,
        "\(frames) frames are below \(text(needed))\(purpose.isEmpty ? "" : " \(purpose)")"
          + (isSure ? "" : unknownTokens), source: source)
    ]
  }

  private var unknownTokens: String { ": name the tokenizer" }

  func text<Number: Comparable>(_ range: ClosedRange<Number>) -> String {
    func number(_ value: Number) -> String {
      (value as? Double).map(shortText) ?? "\(value)"
    }
    return range.lowerBound == range.upperBound
      ? number(range.lowerBound) : "\(number(range.lowerBound)) to \(number(range.upperBound))"
  }
}

/// A number with three decimals, or four significant ones below 1.
func shortText(_ value: Double) -> String { rounded(value, places: value < 1 ? 4 : 2) }
