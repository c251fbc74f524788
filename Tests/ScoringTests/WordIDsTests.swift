import Scoring
import Testing

@Suite struct WordIDsTests {
  @Test func `words are numbered by first appearance, across texts`() {
    var words = WordIDs()
    #expect(words("the cat saw the dog") == [0, 1, 2, 0, 3])
    #expect(words("dog cat bird") == [3, 1, 4])
    #expect(words.count == 5)
  }

  @Test func `any white space separates words and is no word`() {
    var words = WordIDs()
    #expect(words("") == [])
    #expect(words(" \t\u{A0}\u{3000}\r\n") == [])
    #expect(words.count == 0)
    #expect(words("\n a\tb\r\na\u{A0}\u{2003}b\u{3000}c ") == [0, 1, 0, 1, 2])
    #expect(words("a\u{200B}b") == [3])  // zero-width space is not White_Space
  }

  @Test func `words that differ in their scalars are different words`() {
    var words = WordIDs()
    #expect(words("caf\u{E9} cafe\u{301} caf\u{E9}") == [0, 1, 0])
    #expect(words("a a\0 \0a a") == [2, 3, 4, 2])
  }

  @Test(arguments: [7, 8, 9, 15, 16, 17, 18, 40])
  func `every byte of a long word counts`(length: Int) {
    var words = WordIDs()
    let word = String(repeating: "x", count: length)
    #expect(words(word) == [0])
    for place in 0..<length {
      var other = Array(word)
      other[place] = "y"
      #expect(words(String(other)) == [UInt32(place + 1)])
    }
    #expect(words(word + "x") == [UInt32(length + 1)])
    #expect(words(word) == [0])
  }

  @Test func `characters of scripts without spaces are words, with their marks`() {
    var words = WordIDs()
    #expect(words("你好你") == [0, 1, 0])
    #expect(words("你 好abc你") == [0, 1, 2, 0])
    #expect(words("abc") == [2])
    #expect(words("が か\u{3099} ที่ ที") == [3, 4, 5, 6])
    #expect(words("한국 한국") == [7, 7])
  }

  @Test func `the distance between texts counts words`() {
    var words = WordIDs()
    var distance = EditDistance()
    let reference = words("seven random words that nobody ever said")
    let hypothesis = words("seven words that anybody ever said before")
    #expect(distance.distance(reference, hypothesis) == 3)
  }
}
