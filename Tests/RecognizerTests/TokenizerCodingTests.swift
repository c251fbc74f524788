import Files
import Recognizer
import Testing

@Suite struct TokenizerCodingTests {
  @Test(arguments: TokenizerKind.allCases)
  func `a tokenizer is restored from its JSON`(kind: TokenizerKind) throws {
    let texts = ["the \"cat\" sat\\", "the hat that sat é"]
    let tokenizer = try Tokenizer.learn(kind, vocabSize: 30, from: texts)
    let bytes = JSONCoding.encoded(tokenizer, pretty: false)
    let read = try JSONCoding.decoded(Tokenizer.self, from: bytes)
    #expect(read == tokenizer)
    #expect(try read.encode(texts[0]) == tokenizer.encode(texts[0]))
  }

  @Test(arguments: [
    (#"{"kind":"characters","symbols":["<blank>","a","a"]}"#, "symbols", "occurs twice"),
    (#"{"kind":"characters","symbols":["<blank>","\u00e9","e\u0301"]}"#, "symbols", "occurs twice"),
    (#"{"kind":"characters","symbols":["a","b"]}"#, "symbols", "<blank>"),
    (#"{"kind":"characters","symbols":[]}"#, "symbols", "<blank>"),
    (#"{"kind":"words","symbols":["<blank>"]}"#, "symbols", "no symbol except"),
    (#"{"kind":"characters","symbols":["<blank>","ab"]}"#, "symbols", "symbol 1"),
    (#"{"kind":"characters","symbols":["<blank>","\n"]}"#, "symbols", "symbol 1"),
    (#"{"kind":"words","symbols":["<blank>","a b"]}"#, "symbols", "symbol 1"),
    (#"{"kind":"words","symbols":["<blank>","a",""]}"#, "symbols", "symbol 2"),
    (
      #"{"kind":"words","symbols":["<blank>","a"],"merges":[["a","a"]]}"#, "merges",
      "only tokenizers of pieces"
    ),
    (#"{"kind":"pieces","symbols":["<blank>","a"]}"#, "symbols", "word-start marker"),
    (#"{"kind":"pieces","symbols":["<blank>","a","▁"],"merges":[["▁","b"]]}"#, "merges", "merge 1"),
    (#"{"kind":"pieces","symbols":["<blank>","a","▁"],"merges":[["▁","a"]]}"#, "merges", "merge 1"),
    (#"{"kind":"pieces","symbols":["<blank>","a","▁"],"merges":[["a"]]}"#, "merges", "merge 1"),
    (
      #"{"kind":"pieces","symbols":["<blank>","a","▁","▁a"],"merges":[["▁","a"],["▁","a"]]}"#,
      "merges", "merge 2"
    ),
    (#"{"kind":"letters","symbols":["<blank>","a"]}"#, "kind", ""),
    (#"{"symbols":["<blank>","a"]}"#, "kind", ""),
    (#"{"kind":"words","symbols":"a"}"#, "symbols", ""),
  ])
  func `an invalid tokenizer is refused`(json: String, field: String, says: String) throws {
    let problem = try #require(throws: Problem.self) {
      try JSONCoding.decoded(Tokenizer.self, from: json.utf8)
    }
    #expect(problem.field == field)
    #expect(problem.message.contains(says) || says.isEmpty, "\(problem)")
  }
}
