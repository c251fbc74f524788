/// A way to alter the sound of a probe before it is transcribed again.
package enum ProbeFamily: String, CaseIterable, Codable, Hashable, Sendable {
  /// The file of the probe set, byte for byte.
  case same
  /// Played faster or slower.
  case speed
  /// The probe, quieter.
  case level
  /// The probe with white noise.
  case noise
  /// The probe without high frequencies.
  case band
  /// The probe with silence before and after.
  case padding
  /// The probe with some of its words hidden.
  case masked
  /// Sounds without speech, which belong to no canary.
  case silence

  /// The families that compare canaries with controls.
  package static var compared: [ProbeFamily] { allCases.filter { $0 != .silence } }
}

/// A family with one of its strengths, such as noise at 10 dB.
package struct ProbeKind: Codable, Hashable, Sendable {
  package var family: ProbeFamily
  /// The strength in words, such as `10 dB`.
  package var strength: String

  package init(_ family: ProbeFamily, _ strength: String) {
    self.family = family
    self.strength = strength
  }

  /// The name in tables, such as `noise, 10 dB`.
  package var name: String { "\(family.rawValue), \(strength)" }
}
