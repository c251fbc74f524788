import Testing
import Transcripts

@Suite struct KaldiTranscriptTests {
  @Test func `an id and words, or an id alone`() throws {
    let reading = try Reading("c1 one two\nc2\nc3 \n  c4\t three  four \r\n\n c1 again")
    #expect(
      reading.rows == ["c1|-|one two", "c2|-|", "c3|-|", "c4|-|three  four", "c1|-|again"])
    #expect(reading.hypotheses.map(\.line) == [1, 2, 3, 4, 6])
  }

  @Test func `ids and words may be in any script`() throws {
    #expect(try Reading("話者-1 こんにちは 世界\n").rows == ["話者-1|-|こんにちは 世界"])
  }

  @Test func `only spaces and tabs end an id`() throws {
    #expect(try Reading("c1\u{A0}x one\u{3000}two\n").rows == ["c1\u{A0}x|-|one\u{3000}two"])
  }

  @Test func `invalid UTF-8 is refused`() throws {
    #expect(
      try complaint(Array("c1 one\nc2 tw".utf8) + [0xC3, 0x0A])
        == "hyp:2: is not UTF-8\n  hint: iconv -f ENCODING -t UTF-8 FILE converts it")
  }
}
