/// A confidence interval and its confidence.
package struct Interval: Hashable, Sendable {
  package let lower: Double
  /// The upper limit, at least `lower`.
  package let upper: Double
  /// The nominal coverage, strictly between 0 and 1.
  package let confidence: Double

  package init(lower: Double, upper: Double, confidence: Double) {
    precondition(lower <= upper, "an interval from \(lower) to \(upper) is empty")
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

extension Interval: Codable {
  private enum CodingKeys: String, CodingKey { case lower, upper, confidence }

  /// - Throws: `DecodingError` if the numbers are no interval: a report is untrusted input.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lower = try container.decode(Double.self, forKey: .lower)
    let upper = try container.decode(Double.self, forKey: .upper)
    let confidence = try container.decode(Double.self, forKey: .confidence)
    guard lower <= upper, 0 < confidence, confidence < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .lower, in: container,
        debugDescription: "\(lower) to \(upper) at \(confidence) is not a confidence interval")
    }
    self.init(lower: lower, upper: upper, confidence: confidence)
  }
}
