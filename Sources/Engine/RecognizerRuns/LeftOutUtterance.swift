import Files

/// An utterance that a run does not use, as a line of `left-out.jsonl`:
///
///     {"name":"3f0c…","reason":"…"}
///
/// `--unusable skip` leaves such utterances out. A canary among them is never trained on, so their
/// names must not be lost.
struct LeftOutUtterance: Decodable {
  let name: String
  let reason: String

  /// The line, with its line break.
  var line: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("name", name)
    json.field("reason", reason)
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }
}
