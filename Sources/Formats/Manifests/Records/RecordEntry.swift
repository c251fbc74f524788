import Files

/// A record whose fields have been checked.
struct RecordEntry {
  let record: Record
  let fields: [RecordField]
  let places: FieldPlaces
  /// The path of the audio as it is in the manifest.
  var audio: ArraySlice<UInt8> = []
  var text: ArraySlice<UInt8> = []
  var id: ArraySlice<UInt8>?
  var seconds: Double?
  var start: Double?
  var end: Double?
  var speaker: String?
  var language: String?
  var isSkipped = false
  var isInArchive = false
  var isFile = true
  var recordingID = ""

  init(record: Record, fields: [RecordField], places: FieldPlaces) {
    self.record = record
    self.fields = fields
    self.places = places
  }

  /// A copy that does not retain the buffer that its record was read into.
  var detached: RecordEntry {
    var copy = RecordEntry(
      record: Record(
        bytes: Array(record.bytes)[...], line: record.line, isTerminated: record.isTerminated),
      fields: fields, places: places)
    copy.audio = Array(audio)[...]
    return copy
  }

  /// The role of one of `fields`; nil if it has none.
  func role(of field: RecordField) -> FieldRole? {
    guard field.hasRole else { return nil }
    return FieldRole.allCases.first { self.field($0)?.written == field.written }
  }

  func field(_ role: FieldRole) -> RecordField? { places[role].map { fields[$0] } }

  var audioPath: String { String(decoding: audio, as: UTF8.self) }

  /// The name in transcripts and ledgers: the id, else the stem of the audio file's name.
  var name: String { id.map { String(decoding: $0, as: UTF8.self) } ?? stem(of: audioPath) }

  /// True if the audio is an address such as `s3://…`, or another source than a file.
  var isAddress: Bool {
    (audio.first != UInt8(ascii: "/") && audioPath.contains("://")) || !isFile
  }

  /// True if the path leads out of the directory in which it starts: `a/../../b.wav`, not `a/../b.wav`.
  var leadsOutside: Bool { Manifests.leadsOutside(audio) }

  /// True if a component of the path is `..`.
  var climbs: Bool {
    audio.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}

/// True if a relative path leads out of the directory in which it starts.
func leadsOutside(_ path: ArraySlice<UInt8>) -> Bool {
  guard path.first != UInt8(ascii: "/") else { return false }
  var depth = 0
  for component in path.split(separator: UInt8(ascii: "/")) {
    if component.elementsEqual("..".utf8) {
      depth -= 1
    } else if !component.elementsEqual(".".utf8) {
      depth += 1
    }
    if depth < 0 { return true }
  }
  return false
}
