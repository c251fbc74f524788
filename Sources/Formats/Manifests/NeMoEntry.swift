import Files

/// A line of a NeMo manifest, read without copying.
///
///     {"audio_filepath": "a.wav", "duration": 11.3, "text": "…", "offset": 0.0, "lang": "en", …}
///
/// * `audio_filepath` (or `audio_filename`): string, required. A relative path is resolved against
///   the manifest's directory if such a file exists, else against the working directory.
/// * `duration`: number of seconds, required because both of NeMo's loaders fail without it.
/// * `text`: string, optional. `offset`: seconds or null, optional. `lang`: string, optional.
/// * `sampling_rate` or `sample_rate`: any value, optional.
/// * `_skipme`: boolean, optional; true makes the Lhotse-backed loader skip the line.
/// * `shard_id`: any value, optional; the audio is in a tar archive.
/// * All other keys are kept. `fields` has them if `keepsFields` is true.
struct NeMoEntry {
  var audio: ArraySlice<UInt8> = []
  /// The position of the audio path between its quotes, as offsets from the start of the line.
  var audioRange = 0..<0
  var text: ArraySlice<UInt8> = []
  var seconds = 0.0
  var offset: Double?
  var language: String?
  var sampleRateKey: String?
  var isSkipped = false
  var isInArchive = false
  /// The other keys and their values as they are written.
  var fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
  private let keepsFields: Bool

  init(_ line: Line, file: String, keepsFields: Bool = false) throws(Problem) {
    self.keepsFields = keepsFields
    do throws(JSONError) {
      try read(line.bytes)
    } catch {
      let column = error.field == nil ? "column \(error.offset + 1): " : ""
      throw Problem(
        .badData, column + error.message, file: file, line: line.number, field: error.field,
        hint: error.field == nil
          ? layoutHint(line.bytes) ?? NeMoEntry.layout : NeMoEntry.layout)
    }
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) throws(JSONError) {
    var found = NeMoEntry(keepsFields: keepsFields)
    var hasDuration = false
    try JSONScanner.scan(bytes) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        do throws(JSONError) {
          if scanner.token(key, is: "audio_filepath") || scanner.token(key, is: "audio_filename") {
            let token = try scanner.string()
            found.audioRange = token.range
            found.audio = content(token, of: bytes, scanner)
          } else if scanner.token(key, is: "duration") {
            found.seconds = try scanner.number()
            hasDuration = true
          } else if scanner.token(key, is: "text") {
            found.text = content(try scanner.string(), of: bytes, scanner)
          } else if scanner.token(key, is: "offset") {
            if try scanner.kind() == .null {
              try scanner.skip()
            } else {
              found.offset = try scanner.number()
            }
          } else if scanner.token(key, is: "lang"), try scanner.kind() == .string {
            found.language = try scanner.decodedString()
          } else if scanner.token(key, is: "_skipme"), try scanner.kind() == .boolean {
            found.isSkipped = try scanner.boolean()
          } else {
            try found.readOther(key, of: bytes, &scanner)
          }
        } catch {
          var named = error
          named.field = error.field ?? scanner.text(key)
          throw named
        }
      }
      try scanner.end()
      guard !found.audio.isEmpty else {
        throw scanner.error("is missing or empty", field: "audio_filepath")
      }
      guard !found.audio.contains(0) else {
        throw scanner.error("has a NUL character", field: "audio_filepath")
      }
      guard hasDuration else {
        throw scanner.error(
          "is missing; NeMo's loaders fail on such a line", field: "duration")
      }
      guard possibleSeconds.contains(found.seconds) else {
        throw scanner.error("is not a possible duration in seconds", field: "duration")
      }
    }
    self = found
  }

  private init(keepsFields: Bool) { self.keepsFields = keepsFields }

  private static let layout =
    "a NeMo manifest has one JSON object a line with \"audio_filepath\" and \"duration\""

  private mutating func readOther(
    _ key: JSONScanner.Token, of bytes: ArraySlice<UInt8>, _ scanner: inout JSONScanner
  ) throws(JSONError) {
    let value = try scanner.rawValue()
    if scanner.token(key, is: "sampling_rate") {
      sampleRateKey = "sampling_rate"
    } else if scanner.token(key, is: "sample_rate") {
      sampleRateKey = "sample_rate"
    } else if scanner.token(key, is: "shard_id") {
      isInArchive = true
    } else if keepsFields, !scanner.token(key, is: "lang"), !scanner.token(key, is: "_skipme") {
      let start = bytes.startIndex
      fields.append(
        (
          content(key, of: bytes, scanner),
          bytes[(start + value.lowerBound)..<(start + value.upperBound)]
        ))
    }
  }

  var audioPath: String { String(decoding: audio, as: UTF8.self) }

  /// False for absolute paths, for addresses, and for strings of 255 code points and more, which
  /// NeMo does not resolve.
  var isRelative: Bool {
    audio.first != UInt8(ascii: "/") && (audio.count < 255 || audioPath.unicodeScalars.count < 255)
      && !audioPath.contains("://")
  }

  /// True if a component of the path is `..`.
  var climbs: Bool {
    audio.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}

/// The bytes of a token: a slice of the line, or a decoded copy if the token has escapes.
private func content(
  _ token: JSONScanner.Token, of bytes: ArraySlice<UInt8>, _ scanner: borrowing JSONScanner
) -> ArraySlice<UInt8> {
  if token.hasEscapes { return Array(scanner.text(token).utf8)[...] }
  let start = bytes.startIndex
  return bytes[(start + token.range.lowerBound)..<(start + token.range.upperBound)]
}
