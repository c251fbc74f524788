import AuditModel
import Statistics

/// The results of one canary.
///
/// The analyses filter and group rows many times, so a row refers to its canary and its score instead
/// of having the ten references that are in them.
package struct CanaryRow: Hashable, Sendable {
  private var ledgerRecord: Shared<Canary>
  private var scored: Shared<CanaryScore>?
  /// Exposure in bits; nil for controls and tracers.
  package var exposure: Double?
  /// p = rank / (controls + 1), adjusted by Benjamini-Hochberg over the speed's trained canaries.
  @Probability package var adjustedP: Double? = nil
  /// The audited model's loss as given; nil without losses.
  package var loss: Double?
  package var referenceLoss: Double?
  /// The character accuracy of the reference model's transcript.
  package var referenceAccuracy: Double?

  package init(
    canary: Canary, score: CanaryScore? = nil, exposure: Double? = nil, loss: Double? = nil,
    referenceLoss: Double? = nil, referenceAccuracy: Double? = nil
  ) {
    ledgerRecord = Shared(canary)
    scored = score.map { Shared($0) }
    self.exposure = exposure
    self.loss = loss
    self.referenceLoss = referenceLoss
    self.referenceAccuracy = referenceAccuracy
  }

  package var canary: Canary {
    // Lends the canary; a getter would copy it for every look at one of its properties.
    _read { yield ledgerRecord.value }
    set { ledgerRecord = Shared(newValue) }
  }

  /// Nil without a transcript.
  package var score: CanaryScore? {
    get { scored?.value }
    set { scored = newValue.map { Shared($0) } }
  }
}

/// An immutable value on the heap.
private final class Shared<Value: Hashable & Sendable>: Hashable, Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }

  static func == (a: Shared, b: Shared) -> Bool { a === b || a.value == b.value }
  func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}
