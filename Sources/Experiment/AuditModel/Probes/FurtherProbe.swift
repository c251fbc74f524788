/// One sound of the further probes, and what it is: a line of `probes.json`.
package struct FurtherProbe: Codable, Hashable, Sendable {
  /// The id in the manifest of the further probes.
  package var id: String
  package var family: ProbeFamily
  package var strength: String
  /// The id of the canary, control or check utterance in the probe set; nil for a sound without
  /// speech.
  package var source: String?
  /// The places of the hidden words in the text, from 0 and ascending; nil unless the family is
  /// `masked`.
  package var hidden: [Int]?

  package init(id: String, kind: ProbeKind, source: String?, hidden: [Int]? = nil) {
    self.id = id
    family = kind.family
    strength = kind.strength
    self.source = source
    self.hidden = hidden
  }

  package var kind: ProbeKind { ProbeKind(family, strength) }
}

extension WritingStyle {
  /// The words of a canary's text, one for each unit: figures that are written without spaces are
  /// words of their own.
  package func words(of text: String, unit: PhraseUnit) -> [String] {
    unit == .digits && digits == .joinedFigures
      ? text.map(String.init) : text.split(separator: " ").map(String.init)
  }
}
