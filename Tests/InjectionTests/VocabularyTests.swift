import Files
import Injection
import TestSupport
import Testing

@Suite struct VocabularyTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `words are lower-cased, sorted and without repeats`() {
    #expect(Vocabulary.clean(["Zebra", "apple", "APPLE"], asciiOnly: true) == ["apple", "zebra"])
  }

  @Test(arguments: [
    "ab", "don't", "well-known", "r2d", "", "two", "Hundred", "umm-hm", "mrs", "null", "yeah",
  ])
  func `words with several spellings are left out`(word: String) {
    #expect(Vocabulary.clean([word], asciiOnly: true) == [])
  }

  @Test func `non-ASCII letters are used only if the voices pronounce them`() {
    let words = ["größe", "Дом", "cat"]
    #expect(Vocabulary.clean(words, asciiOnly: true) == ["cat"])
    #expect(Vocabulary.clean(words, asciiOnly: false) == ["cat", "größe", "дом"])
  }

  @Test func `no excluded word has a capital`() {
    #expect(ExcludedWords.all.allSatisfy { $0 == $0.lowercased() })
    #expect(Set(CommonWords.all).isDisjoint(with: ExcludedWords.all))
  }

  @Test func `a list is read with comments, blank lines and any line ends`() throws {
    let words = CommonWords.all.prefix(120)
    let text = "# my words\n\n" + words.map { "  \($0)\r\n" }.joined() + "\n#end"
    let path = try directory.write("words.txt", text)
    #expect(try Vocabulary.read(path, asciiOnly: true) == words.sorted())
  }

  @Test func `fewer than a hundred usable words are too few`() throws {
    let words = CommonWords.all.prefix(99) + ["two", "x"]
    let path = try directory.write("words.txt", words.joined(separator: "\n"))
    let problem = #expect(throws: Problem.self) { try Vocabulary.read(path, asciiOnly: true) }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == path)
    #expect(problem?.message.contains("99 usable words") == true)
  }

  @Test func `a line that is not UTF-8 is named`() throws {
    let path = try directory.write("words.txt", Array("apple\n".utf8) + [0xFF, 0x0A])
    let problem = #expect(throws: Problem.self) { try Vocabulary.read(path, asciiOnly: true) }
    #expect(problem?.line == 2)
  }

  @Test func `a missing list is a missing input`() {
    let problem = #expect(throws: Problem.self) {
      try Vocabulary.read(directory("none"), asciiOnly: true)
    }
    #expect(problem?.kind == .missingInput)
  }
}
