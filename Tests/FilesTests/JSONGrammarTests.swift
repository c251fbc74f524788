import Files
import Foundation
import Randomness
import Testing

@Suite struct JSONGrammarTests {
  @Test(arguments: [
    "{}", "[]", "\"\"", "0", "-0", "1", "-1", "10", "1.5", "-0.25", "0.0", "1e5", "1E5", "1e+5",
    "1e-5", "0e0", "0.5E-10", "123456789012345678901234567890", "true", "false", "null",
    " \t\r\n1 \t\r\n", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]]]", "{\"\":0}", "{\"a\":{\"b\":[]}}",
    "{ \"a\" : 1 , \"b\" : 2 }", "{\"a\":1,\"a\":2}", "[true,false,null,\"x\",1,{}]",
    #""\"\\\/\b\f\n\r\t""#, #""\u0000""#, #""\uD83D\uDE42""#, #""\uABCD\uabcd""#, "\"\u{7F}\"",
    "\"é語🙂\"", "\"\u{2028}\u{2029}\"", #"{"\u0061":1}"#,
  ])
  func `text that the grammar of RFC 8259 allows is accepted`(text: String) {
    #expect(accepts(text.utf8))
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1}", "{\"a\"",
    "{\"a\":", "{\"a\":}", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\",1}",
    "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1]", "{\"a\":1 \"b\":2}", "1 2", "1,", "{}{}", "[]]",
    "\"", "\"a", "'a'", "\"\\", "\"\\\"", #""\a""#, #""\u""#, #""\u12""#, #""\u123g""#,
    #""\U0041""#, #""\x41""#, "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "-", "[-]",
    "{\"a\":-}", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1E-", "0x1",
    "1_000", "nan", "NAN", "NaNs", "-NaN", "Inf", "infinity", "+Infinity", "--Infinity",
    "Infinity1",
    "tru", "True", "TRUE", "truefalse", "nul", "nulll",
    "undefined", "// c\n1", "1 // c", "/* c */1", "\u{FEFF}1", "\u{A0}1", "\u{B}1", "\u{C}1",
    "1\u{0}", "#1", "[1;2]", "(1)",
  ])
  func `text that the grammar of RFC 8259 forbids is refused`(text: String) {
    #expect(!accepts(text.utf8))
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity", "[NaN, -Infinity]", "{\"a\": NaN}"])
  func `values that Python writes beside the grammar are skipped and are no numbers`(
    text: String
  ) {
    #expect(accepts(text.utf8))
    #expect(throws: JSONError.self) {
      try JSONScanner.scan(Array(text.utf8)[...]) { scanner throws(JSONError) in
        _ = try scanner.number()
      }
    }
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}"), (" [ ", " ] "), ("[{\"a\":", "}]")])
  func `values nest 128 deep and no deeper`(open: String, close: String) {
    let levels = open.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
    func nested(_ depth: Int) -> String {
      // A number is a value too: 127 around it make 128.
      let times = depth / levels
      return String(repeating: open, count: times) + "1" + String(repeating: close, count: times)
    }
    #expect(accepts(nested(128 - levels).utf8))
    #expect(!accepts(nested(128).utf8))
    #expect(!accepts(nested(100_000).utf8))
  }

  @Test(arguments: [
    ("[1, x]", 4, "expected a JSON value, found 'x'"),
    ("[1 2]", 3, "expected ',' or ']', found a number"),
    ("{\"a\" 1}", 5, "expected ':' after a key, found a number"),
    ("{\"a\": 1", 7, "expected ',' or '}', found the end"),
    ("{1: 2}", 1, "expected a key in double quotes, found a number"),
    ("[-]", 1, "expected a number, found '-'"),
    ("[nil]", 1, "expected null, found 'nil'"),
    ("[tru]", 1, "expected true or false, found 'tru'"),
    ("1 2", 2, "expected the end, found a number"),
    ("\u{FEFF}1", 0, "expected a JSON value, found byte 239"),
    ("012", 1, "a number has a leading zero"),
    ("\"ab", 3, "a string does not end"),
  ])
  func `an error has position and reason`(text: String, offset: Int, message: String) {
    let error = #expect(throws: JSONError.self) {
      try scan(text) { scanner throws(JSONError) in try scanner.skip() }
    }
    #expect(error?.offset == offset)
    #expect(error?.message == message)
  }

  /// Foundation's parser on the same bytes. The known differences are:
  /// * a comma after the last element or member: Foundation accepts it, the grammar does not;
  /// * half a surrogate pair, `"\uD800"`: the grammar allows it, Foundation refuses it;
  /// * numbers beyond a double, `1e999`: the grammar allows them, Foundation refuses them;
  /// * a leading byte order mark, and UTF-16 or UTF-32: Foundation accepts them, RFC 8259 (section
  ///   8.1) forbids both;
  /// * nesting: Foundation stops at 512, this scanner at 128.
  /// The first is excluded below; the documents have none of the others.
  @Test func `Foundation accepts and refuses the same documents`() {
    let documents = [
      #"{"audio_filepath": "a/b.wav", "duration": 1.25, "text": "one two"}"#,
      #"[1, -2.5e+3, 0, 0.125, 1E-2, [true, false, null], {}]"#,
      #"{"a": {"b": [[], {"c": "\n\t\"\\\/"}], "d": ""}, "e": -0}"#,
      #" [ "\u0041\u00e9", { "k" : [ 1 , 2 ] } ] "#,
    ].map { Array($0.utf8) }
    let alphabet = Array("{}[]\",:-+.eE01 2tfn\\/\n\t'a".utf8)
    var random = Seed(short: 5).stream("mutations")
    var accepted = 0
    let rounds = 12_000
    for _ in 0..<rounds {
      var bytes = random.pick(documents)
      for _ in 0...random.below(2) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = random.pick(alphabet)
        case 1: bytes.insert(random.pick(alphabet), at: place)
        case 2: bytes.remove(at: place)
        default: bytes.swapAt(place, random.below(bytes.count))
        }
      }
      if String(decoding: bytes, as: UTF8.self).contains(/,\s*[\]}]/) { continue }
      let theirs =
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
      #expect(accepts(bytes) == theirs, "\(String(decoding: bytes, as: UTF8.self))")
      accepted += theirs ? 1 : 0
    }
    #expect(accepted > rounds / 20)
    #expect(accepted < rounds / 2)
  }
}
