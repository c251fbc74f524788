import Files
import Testing

@Suite struct JSONStringTests {
  private func decoded(_ text: String) throws -> [UInt32] {
    try scan(text) { scanner throws(JSONError) in try scanner.decodedString() }
      .unicodeScalars.map(\.value)
  }

  @Test(arguments: [
    (#""""#, ""), (#""plain""#, "plain"), (#""\"\\\/""#, "\"\\/"),
    (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""a\u0041\u00e9\u8A9Ez""#, "aAé語z"),
    (#""\u0000""#, "\u{0}"), (#""\uFFFF\uE000""#, "\u{FFFF}\u{E000}"),
    (#""\uD83D\uDE42""#, "🙂"), (#""\ud83d\ude42x""#, "🙂x"), (#""\uD800\uDC00""#, "\u{10000}"),
    (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""é\né""#, "é\né"), (#""\\u0041""#, #"\u0041"#),
    ("\"e\u{301}\"", "e\u{301}"),
  ])
  func `escapes are decoded`(text: String, expected: String) throws {
    #expect(try decoded(text) == expected.unicodeScalars.map(\.value))
  }

  @Test(arguments: [
    (#""\uD83D""#, "\u{FFFD}"), (#""\uDE42""#, "\u{FFFD}"), (#""\uD83Dx""#, "\u{FFFD}x"),
    (#""\uD83D\n""#, "\u{FFFD}\n"), (#""\uD83D\u0041""#, "\u{FFFD}A"),
    (#""\uDE42\uD83D""#, "\u{FFFD}\u{FFFD}"), (#""\uD83D\uD83D\uDE42""#, "\u{FFFD}🙂"),
    (#""\uD83D\uDE42\uDE42""#, "🙂\u{FFFD}"), (#""\uD83D\\uDE42""#, "\u{FFFD}\\uDE42"),
  ])
  func `half a surrogate pair becomes a replacement character`(
    text: String, expected: String
  ) throws {
    #expect(try decoded(text) == expected.unicodeScalars.map(\.value))
  }

  /// The scanner checks eight bytes at a time.
  @Test func `the end and invalid characters of a string are found at any position`() throws {
    let plain: [UInt8] = [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0xA2, 0xDC, 0x9F, 0x80, 0xFF]
    let special: [UInt8] = [0x22, 0x5C, 0x00, 0x01, 0x0A, 0x1F]
    for length in 1...26 {
      for place in 0..<length {
        for byte in plain + special {
          for filler in [0x61, 0x20, 0x80] as [UInt8] {
            var content = [UInt8](repeating: filler, count: length)
            content[place] = byte
            let text = [0x22] + content + [0x22]
            #expect(accepts(text) == plain.contains(byte), "\(content)")
          }
        }
      }
    }
  }

  @Test func `a key is compared by its bytes and never matches with escapes`() throws {
    var known: [Bool] = []
    try scan(#"{"text": 1, "tex": 2, "texts": 3, "Text": 4, "t\u0065xt": 5, "": 6}"#) {
      scanner throws(JSONError) in
      try scanner.object { key, scanner throws(JSONError) in
        known.append(scanner.token(key, is: "text"))
        try scanner.skip()
      }
    }
    #expect(known == [true, false, false, false, false, false])
  }

  @Test func `a token has a range and a text`() throws {
    var keys: [String] = []
    var ranges: [Range<Int>] = []
    try scan(#"{"a": "x", "b\n": "yz"}"#) { scanner throws(JSONError) in
      try scanner.object { key, scanner throws(JSONError) in
        keys.append(scanner.text(key))
        ranges.append(try scanner.string().range)
      }
    }
    #expect(keys == ["a", "b\n"])
    #expect(ranges == [7..<8, 19..<21])
  }

  @Test func `a raw value has no surrounding white space`() throws {
    let text = #"{"a":  [1, {"b": "]"}] , "c": -1.5e3}"#
    var values: [String] = []
    try scan(text) { scanner throws(JSONError) in
      try scanner.object { _, scanner throws(JSONError) in
        let range = try scanner.rawValue()
        values.append(String(decoding: Array(text.utf8)[range], as: UTF8.self))
      }
    }
    #expect(values == [#"[1, {"b": "]"}]"#, "-1.5e3"])
  }

  @Test func `offsets count from the start of the slice`() throws {
    let bytes = Array("xxxx[1, ?]".utf8).dropFirst(4)
    let error = #expect(throws: JSONError.self) {
      try JSONScanner.scan(bytes) { scanner throws(JSONError) in try scanner.skip() }
    }
    #expect(error?.offset == 4)
  }

  @Test func `the first byte determines the kind of a value`() throws {
    var kinds: [JSONScanner.Kind] = []
    try scan(#" [ {}, [], "", -1, 0, true, false, null ] "#) { scanner throws(JSONError) in
      try scanner.array { scanner throws(JSONError) in
        kinds.append(try scanner.kind())
        try scanner.skip()
      }
    }
    #expect(
      kinds == [.object, .array, .string, .number, .number, .boolean, .boolean, .null])
  }

  @Test func `the error for a value of another kind names both kinds`() {
    let cases: [(String, (inout JSONScanner) throws(JSONError) -> Void, String)] = [
      ("1", { s throws(JSONError) in _ = try s.string() }, "expected a string, found a number"),
      ("\"\"", { s throws(JSONError) in _ = try s.number() }, "expected a number, found a string"),
      ("nu", { s throws(JSONError) in _ = try s.boolean() }, "expected true or false, found 'nu'"),
      (
        "[]", { s throws(JSONError) in try s.object { _, _ in } },
        "expected an object, found an array"
      ),
      ("{}", { s throws(JSONError) in try s.array { _ in } }, "expected an array, found an object"),
      ("", { s throws(JSONError) in _ = try s.integer() }, "expected a number, found the end"),
    ]
    for (text, body, message) in cases {
      let error = #expect(throws: JSONError.self) { try scan(text, body) }
      #expect(error?.message == message)
      #expect(error?.offset == 0)
    }
  }
}
