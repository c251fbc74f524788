import Files
import Foundation
import Randomness
import Testing

@Suite struct JSONWriterTests {
  private func text(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `keys keep their order and commas are between values only`() {
    let written = text { writer in
      writer.beginObject()
      writer.field("text", "a \"b\"")
      writer.field("duration", 1.5)
      writer.field("count", 3)
      writer.field("sped", true)
      writer.key("list")
      writer.beginArray()
      writer.beginArray()
      writer.endArray()
      writer.beginObject()
      writer.endObject()
      writer.null()
      writer.boolean(false)
      writer.raw(Array("[1,2]".utf8))
      writer.endArray()
      writer.key("last")
      writer.integer(-1)
      writer.endObject()
    }
    #expect(
      written == """
        {"text": "a \\"b\\"", "duration": 1.5, "count": 3, "sped": true, \
        "list": [[], {}, null, false, [1,2]], "last": -1}
        """)
  }

  @Test func `a line break follows the comma`() {
    let written = text { writer in
      writer.beginArray()
      writer.lineBreak()
      writer.integer(1)
      writer.lineBreak()
      writer.integer(2)
      writer.endArray()
    }
    #expect(written == "[\n1,\n2]")
  }

  @Test func `draining returns everything once and leaves objects open`() throws {
    var writer = JSONWriter()
    var drained: [[UInt8]] = []
    writer.beginArray()
    writer.integer(1)
    try writer.drain { (bytes) throws(Problem) in drained.append(bytes) }
    writer.integer(2)
    writer.endArray()
    try writer.drain { (bytes) throws(Problem) in drained.append(bytes) }
    #expect(drained.map { String(decoding: $0, as: UTF8.self) } == ["[1", ", 2]"])
    #expect(writer.bytes == [])
  }

  @Test func `Foundation reads unusual strings back unchanged`() throws {
    var strings = [
      "", " ", "\"", "\\", "\\\"", "/", "\u{7F}", "\u{80}", "\u{2028}\u{2029}", "é", "e\u{301}",
      "語", "🙂", "👩‍👩‍👧", "x\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "a\r\nb", "{\"a\": 1}", "\\u0041",
    ]
    strings += (0..<0x20).map { String(UnicodeScalar(UInt8($0))) }
    strings.append((0..<0x20).map { String(UnicodeScalar(UInt8($0))) }.joined())
    var writer = JSONWriter()
    writer.beginArray()
    for string in strings { writer.string(string) }
    writer.endArray()
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String])
    // Scalar by scalar: as strings, é and e with an accent would be equal.
    #expect(read.map { Array($0.unicodeScalars) } == strings.map { Array($0.unicodeScalars) })
  }

  @Test func `Foundation reads unusual keys back unchanged`() throws {
    let keys = ["", "\"", "\n", "a b", "é", "\u{1}"]
    var writer = JSONWriter()
    writer.beginObject()
    for key in keys { writer.field(key, key) }
    writer.endObject()
    let read = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: String]
    #expect(read == Dictionary(uniqueKeysWithValues: keys.map { ($0, $0) }))
  }

  @Test func `Foundation reads unusual doubles back unchanged`() throws {
    var doubles = [
      0, -0.0, 0.1, 1 / 3.0, 1e15, 1e16, 1e17, 0x1p53, -0x1p53, 0x1p53 + 2, 0x1p63, -0x1p63, 1e21,
      1e22, 1e300, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, 123_456_789.125,
    ]
    var random = Seed(short: 8).stream("doubles")
    doubles += (0..<2_000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
    var writer = JSONWriter()
    writer.beginArray()
    for double in doubles { writer.number(double) }
    writer.endArray()
    #expect(accepts(writer.bytes))
    // JSONSerialization rounds one double in five to a neighbour; JSONDecoder does not.
    #expect(try JSONDecoder().decode([Double].self, from: Data(writer.bytes)) == doubles)
  }

  @Test func `whole doubles have no decimal point and infinities are null`() {
    for (value, expected) in [
      (3.0, "3"), (-2, "-2"), (0, "0"), (1.5, "1.5"), (.infinity, "null"), (-.infinity, "null"),
      (.nan, "null"), (9_007_199_254_740_991, "9007199254740991"),
    ] {
      #expect(text { $0.number(value) } == expected)
    }
    #expect(text { $0.integer(.min) } == "-9223372036854775808")
  }
}
