import Files

/// A record whose fields have been checked.
struct RecordEntry {
  let record: Record
  let fields: [RecordField]
  /// The index of the field of each role, by the role's raw value; nil if there is none.
  let places: [Int?]
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

  init(record: Record, fields: [RecordField], places: [Int?]) {
    self.record = record
    self.fields = fields
    self.places = places
  }

  /// The role of one of `fields`; nil if it has none.
  func role(of field: RecordField) -> FieldRole? {
    guard field.hasRole else { return nil }
    return FieldRole.allCases.first { self.field($0)?.written == field.written }
  }

  func field(_ role: FieldRole) -> RecordField? { places[role.rawValue].map { fields[$0] } }

  var audioPath: String { String(decoding: audio, as: UTF8.self) }

  /// The name in transcripts and ledgers: the id, else the stem of the audio file's name.
  var name: String { id.map { String(decoding: $0, as: UTF8.self) } ?? stem(of: audioPath) }

  /// True if the audio is an address such as `s3://…`, or another source than a file.
  var isAddress: Bool {
    (audio.first != UInt8(ascii: "/") && audioPath.contains("://")) || !isFile
  }

  /// True if a component of the path is `..`.
  var climbs: Bool {
    audio.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}
