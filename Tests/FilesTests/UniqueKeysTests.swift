import Files
import Testing

@Suite struct UniqueKeysTests {
  private func value(_ text: String) throws(JSONError) -> Range<Int> {
    try JSONScanner.scan(Array(text.utf8)[...]) { scanner throws(JSONError) in
      try scanner.rawValueWithUniqueKeys()
    }
  }

  @Test(arguments: [
    "{}", "[]", "1", #"{"a": 1, "b": {"a": 2}}"#, #"[{"a": 1}, {"a": 1}]"#, #"{"a": "a"}"#,
  ])
  func `a value with unique keys is accepted as a whole`(_ text: String) throws {
    #expect(try value(text) == 0..<text.utf8.count)
    #expect(try value("  " + text) == 2..<(text.utf8.count + 2))
  }

  @Test(arguments: [
    #"{"a": 1, "a": 1}"#, #"{"b": {"a": 1, "c": 2, "a": 3}}"#, #"[{"a": 1, "\u0061": 2}]"#,
    #"{"word_count": 1, "wordCount": 2}"#,
  ])
  func `a key that occurs twice is refused`(_ text: String) {
    let error = #expect(throws: JSONError.self) { try value(text) }
    #expect(error?.message.contains("occurs twice") == true)
  }

  @Test func `deep nesting is refused`() {
    let text = String(repeating: #"{"a":"#, count: 100_000)
    #expect(throws: JSONError.self) { try value(text) }
  }
}

@Suite struct HiddenScalarsTests {
  @Test func `invisible scalars are escaped and the document keeps its meaning`() throws {
    let text = "shalom \u{202E}gpj.exe\u{2066} \u{85}\u{7F}\u{200F} größe 😀"
    let json = JSONCoding.encoded([text], pretty: false)
    #expect(json.allSatisfy { $0 != 0x7F })
    let written = String(decoding: json, as: UTF8.self)
    #expect(written.contains("\\u202e") && written.contains("\\u0085"))
    #expect(written.contains("größe 😀"))
    #expect(!written.unicodeScalars.contains { (0x2028...0x202E).contains($0.value) })
    #expect(try JSONCoding.decoded([String].self, from: json) == [text])
  }

  @Test func `other documents are unchanged`() {
    let json = Array(#"{"a": "größe 😀 дом"}"#.utf8)
    #expect(escapingHiddenScalars(json) == json)
  }
}
