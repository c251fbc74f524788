import Files
import TestSupport
import Testing
import Tokenizers

@Suite struct TokenizerFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func read(_ content: String) throws -> TokenizerFile {
    try TokenizerFile(directory.write("tokens", content))
  }

  /// The message of the problem with a file.
  private func complaint(
    _ bytes: some Sequence<UInt8>, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let path = try directory.write("tokens", bytes)
    do throws(Problem) {
      _ = try TokenizerFile(path)
    } catch {
      #expect(error.kind == .badData && error.file == path, sourceLocation: sourceLocation)
      return error.description.replacing(path, with: "tokens")
    }
    Issue.record("was read without a complaint", sourceLocation: sourceLocation)
    return ""
  }

  static let samples: [TokenizerKind: String] = [
    .sentencePieceVocabulary: "<unk>\t0\n<s>\t0\n▁a\t-1.5\na\t-2.5\nb\t-3.25\n▁\t-4\n",
    .huggingFace: """
    {"pre_tokenizer": {"type": "WhitespaceSplit"}, \
      "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}
    """,
    .characterVocabulary: "{\"<pad>\": 0, \"<unk>\": 1, \"|\": 2, \"a\": 3, \"b\": 4}",
    .labelEncoder: """
    'a' => 1
    "'" => 3
    'b' => 2
    ' ' => 4
    ================
    'starting_index' => 0
    'unk_label' => '<unk>'

    """,
    .tokenList: "<blk> 0\na 1\nb 2\n| 3\n#0 4\n",
  ]

  @Test(arguments: TokenizerKind.allCases)
  func `every kind is detected by its content`(_ kind: TokenizerKind) throws {
    let file: TokenizerFile
    switch kind {
    case .characters, .words: file = try TokenizerFile(kind.rawValue)
    case .sentencePieceModel:
      file = try TokenizerFile("\(packageRoot)/Fixtures/tokenizers/unigram.model")
    default: file = try read(#require(Self.samples[kind]))
    }
    #expect(file.kind == kind)
    #expect(!file.decision.isEmpty && !file.decision.contains("\n"))
    let count = try #require(file.tokenizer.count("ab ba"))
    #expect(count.tokens > 0)
    #expect(!kind.title.isEmpty && !kind.evidence.isEmpty && !kind.exactness.isEmpty)
  }

  @Test func `carriage returns and a byte order mark change nothing`() throws {
    for (kind, sample) in Self.samples {
      let windows = "\u{FEFF}" + sample.replacing("\n", with: "\r\n")
      let file = try read(windows)
      #expect(file.kind == kind)
      let plain = try read(sample).tokenizer
      #expect(file.tokenizer.tokenize("ab a b") == plain.tokenize("ab a b"), "\(kind)")
    }
  }

  @Test func `characters of a vocabulary spell a text with its spaces`() throws {
    for kind in [TokenizerKind.characterVocabulary, .labelEncoder, .tokenList] {
      let tokenizer = try read(#require(Self.samples[kind])).tokenizer
      let count = try #require(tokenizer.count("aa bb"))
      #expect(count.tokens == 5 && count.repeats == 2, "\(kind)")
      #expect(tokenizer.isExact)
      #expect(tokenizer.tokenize("a, cab").unspelled == [",", "c"], "\(kind)")
    }
  }

  @Test func `WeNet's space and NeMo's and subword-nmt's marks are understood`() throws {
    #expect(try read("<blank> 0\n<unk> 1\na 2\nb 3\n▁ 4\n").tokenizer.count("a b")?.tokens == 3)
    let nemo = try read("a\n##a\n##b\nba\n\n").tokenizer
    #expect(nemo.count("ab ba")?.tokens == 3)
    #expect(nemo.tokenize("ba").ids == [3])
    // "b" starts no word here, so that the piece of a space, an empty line, precedes it.
    #expect(nemo.tokenize("bb").ids == [4, 2, 2])
    let bpe = try read("a@@ 10\nb 7\na 3\nab@@ 2\n").tokenizer
    #expect(bpe.tokenize("ab aba").ids == [0, 1, 3, 2])
    #expect(bpe.count("ba") == nil)
  }

  @Test func `a list of pieces is an estimate and says so`() throws {
    let file = try read("▁the 1\n▁ 2\nt 3\nh 4\ne 5\n")
    #expect(!file.tokenizer.isExact)
    #expect(file.decision.contains("token counts are estimates"))
    #expect(try !read(#require(Self.samples[.tokenList])).decision.contains("estimates"))
  }

  @Test(arguments: [
    ("", "is empty: expected a vocabulary with one token per line"),
    ("\n \n", "is empty: expected a vocabulary with one token per line"),
    ("a\n", "expected a vocabulary with one token per line"),
    ("hello HH AH L OW\nworld W ER L D\n", "tokens:1: expected a token, or a token and a number"),
    ("#version: 0.2\nh e\nl l\n", "has the merges of a BPE tokenizer without its vocabulary"),
    ("YQ== 0\nYg== 1\n", "is a vocabulary of tiktoken"),
    ("[a, b, c]\n", "is a list on one line"),
    ("\\data\\\nngram 1=3\n", "is an ARPA language model, not a tokenizer"),
    ("model:\n  x: 1\n", "is a YAML file, not a tokenizer"),
    ("---\nname: x\n", "is a YAML file, not a tokenizer"),
    ("a 1\nb 2\na 3\n", "tokens:3: has the token 'a' of line 1 again"),
    ("a\nĠthe\n", "tokens:2: is the vocabulary of a byte-level BPE tokenizer"),
    ("{\"a\": 1,\n\"b\": }", "tokens:2: expected a JSON value, found '}'"),
    (
      "{\"tokenizer_class\": \"Wav2Vec2CTCTokenizer\"}", "neither a tokenizer.json nor a vocab.json"
    ),
    (
      "{\"eng\": {\"a\": 1}, \"fra\": {\"a\": 1}}",
      "pass a file with the vocabulary of one language"
    ),
    ("{\"ab\": 1, \"cd\": 2, \"a\": 3}", "is the vocabulary of a BPE tokenizer"),
    ("{\"model\": {\"type\": \"New\"}}", "\"model\": the model type New is not supported"),
    (
      "{\"pre_tokenizer\": {\"type\": \"UnicodeScripts\"}, \"model\": {\"vocab\": {\"a\": 0}}}",
      "\"pre_tokenizer\": UnicodeScripts is not supported"
    ),
    (
      "{\"normalizer\": {\"type\": \"Replace\", \"pattern\": {\"Regex\": \"a+\"}}, \"model\": {}}",
      "\"normalizer\": Replace with the pattern a+ is not supported"
    ),
    ("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}", "merge 1"),
    ("'a' => x\n'b' => 2\n", "tokens:1: expected a label and a number, as in 'a' => 1"),
  ])
  func `a file that is not read is named`(_ content: String, _ what: String) throws {
    let said = try complaint(content.utf8)
    #expect(said.contains(what), "\(said)")
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 3, 4, 0, 0], "is a zip archive or a spreadsheet, not a tokenizer"),
      (
        [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 26) + Array("archive/data.pkl".utf8),
        "is a PyTorch checkpoint, not a tokenizer"
      ),
      ([0x1F, 0x8B, 8, 0, 0, 0], "is compressed with gzip, not a tokenizer"),
      (Array("a\n\u{0}b\n".utf8), "is binary data, not a tokenizer"),
      ([0x61, 0x0A, 0xFF, 0x0A, 0x62, 0x0A], "tokens:2: is not UTF-8"),
      ([0x0A, 0x03, 0x0A, 0x01, 0x61], "was read"),
    ] as [([UInt8], String)])
  func `bytes that are no text are named`(_ bytes: [UInt8], _ what: String) throws {
    guard what != "was read" else {
      // The smallest model has one piece.
      let path = try directory.write("tokens", bytes)
      #expect(try TokenizerFile(path).kind == .sentencePieceModel)
      return
    }
    #expect(try complaint(bytes).contains(what))
  }

  @Test func `a directory is refused and the file in it is named`() throws {
    try directory.write("model/tokenizer.model", "x")
    let path = directory("model")
    let problem = try #require(throws: Problem.self) { try TokenizerFile(path) }
    #expect(problem.kind == .badData && problem.description.contains("is a directory"))
    #expect(problem.description.contains("tokenizer.model"))
  }

  @Test func `punctuation with colons is a token`() throws {
    #expect(try read(": 1\na: 2\nb 3\n").kind == .tokenList)
  }

  @Test func `a truncated model is refused at every length`() throws {
    let model = try readFile("\(packageRoot)/Fixtures/tokenizers/bpe.model")
    var refused = 0
    for length in stride(from: 5, to: model.count, by: 7) {
      let path = try directory.write("tokens", model.prefix(length))
      do throws(Problem) {
        _ = try TokenizerFile(path).tokenizer.tokenize("the cat")
      } catch {
        #expect(error.kind == .badData)
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
