/// The names of the fields of a manifest, as far as the user states them. The ledger records them.
///
/// In a table a name is that of a column, or the number of a column from 1 if the table has no
/// header. In JSON it is a key, or a path such as `audio.path`.
package struct ManifestKeys: Codable, Hashable, Sendable {
  package var audio: String?
  package var text: String?
  package var id: String?
  package var duration: String?
  package var durationUnit: DurationUnit?

  package init(
    audio: String? = nil, text: String? = nil, id: String? = nil, duration: String? = nil,
    durationUnit: DurationUnit? = nil
  ) {
    self.audio = audio
    self.text = text
    self.id = id
    self.duration = duration
    self.durationUnit = durationUnit
  }

  package var isEmpty: Bool { self == ManifestKeys() }

  var names: [FieldRole: String] {
    var names: [FieldRole: String] = [:]
    names[.audio] = audio
    names[.text] = text
    names[.id] = id
    names[.duration] = duration
    return names
  }
}
