import Scoring
import Testing

@Suite struct ReferenceContainmentTests {
  private static let reference = "seven clever badgers paint the old bridge"

  /// Transformations that a decoder may apply to every transcript.
  private static let uniform: [@Sendable (String) -> String] = [
    { $0 }, { $0 + "</s>" }, { $0 + " </s>" }, { "<s> " + $0 + " </s>" },
    { "<s>" + $0 + "</s><pad><pad>" }, { $0 + " <sos/eos>" }, { "<|en|>" + $0 },
    { "<|startoftranscript|><|en|><|transcribe|><|notimestamps|> " + $0 + "<|endoftext|>" },
    { "[00:00.000 --> 00:02.600] " + $0 }, { $0 + " [SEP]" }, { "Transcription: " + $0 },
    { $0 + " (en)" }, { $0 + "\t-1.23" }, { $0 + "\u{0}" }, { "\u{FEFF}" + $0 },
    { $0.uppercased() }, { $0.prefix(1).uppercased() + $0.dropFirst() + "." },
    { "\"" + $0 + "\"" }, { $0 + " " + $0 },
    { $0.map(String.init).joined(separator: " ") }, { $0.replacing(" ", with: "") },
    { $0.replacing(" ", with: "<sp>") }, { $0.replacing(" ", with: "|") },
    { $0.replacing(" ", with: " <eps> ") }, { $0.replacing(" ", with: "\u{00A0}") },
    { $0.replacing(" ", with: "  ") }, { $0.replacing(" ", with: "-") },
    { $0.split(separator: " ").map { "▁" + $0 }.joined() },
    {
      $0.split(separator: " ").map { $0.prefix(2) + "@@ " + $0.dropFirst(2) }.joined(separator: " ")
    },
    { $0.replacing("seven", with: "7") },
    { $0.split(separator: " ").map { $0 + "/NN" }.joined(separator: " ") },
  ]

  @Test(arguments: uniform.indices)
  func `a reference is found whatever the decoder adds to every transcript`(_ index: Int) {
    let transform = Self.uniform[index]
    let containment = ReferenceContainment(reference: Self.reference)
    #expect(containment.holds(in: transform(Self.reference)))
    #expect(!containment.holds(in: transform("the of and")))
    #expect(!containment.holds(in: transform("seven clever badgers paint the bridge")))
  }

  @Test func `digits and number words are the same`() {
    let containment = ReferenceContainment(reference: "three five six two four six zero")
    #expect(containment.holds(in: "3562460"))
    #expect(containment.holds(in: "3 5 6-2 4 6 0"))
    #expect(!containment.holds(in: "3562461"))
    #expect(ReferenceContainment(reference: "3 5 6").holds(in: "three five six"))
  }

  @Test func `joined and dotted letters are found`() {
    let containment = ReferenceContainment(reference: "q w e r t y z")
    #expect(containment.holds(in: "QWERTYZ"))
    #expect(containment.holds(in: "q. w. e. r. t. y. z."))
  }

  @Test func `an empty transcript and an empty reference never match`() {
    #expect(!ReferenceContainment(reference: "word").holds(in: ""))
    #expect(!ReferenceContainment(reference: "…").holds(in: "word"))
  }

  @Test func `the shared text is named with the number of transcripts`() throws {
    let added = try #require(
      AddedText(in: [("one two", "<s>one two</s>"), ("three", "<s>three</s>")]))
    #expect(
      added.summary
        == "2 transcripts contain their reference and more text; all begin with \"<s>\"; all end "
        + "with \"</s>\"")
    #expect(AddedText(in: []) == nil)
    #expect(AddedText(in: [("a", "a b")])?.sharedPrefix == nil)
  }

  @Test func `texts that continue their references in different ways may be padding`() throws {
    func added(_ endings: [String], _ beginning: String = "") -> AddedText? {
      AddedText(in: endings.enumerated().map { ("word \($0)", "\(beginning)word \($0)\($1)") })
    }
    let padded = try #require(added(["ab", "cd", " ef", "gh", "ij"]))
    #expect(padded.mayBePadding && padded.continued == 5)
    #expect(padded.summary.hasSuffix("5 begin with their reference and end in different texts"))
    #expect(added(["xq", "yq", "zq", "aq", "bq"])?.mayBePadding == false)
    #expect(added(["ab", "cd", "ef", "gh"])?.mayBePadding == false)
    #expect(added(["ab", "cd", "ef", "gh", "ij"], "x ")?.mayBePadding == false)
    #expect(!ReferenceContainment(reference: "word").begins("word"))
  }
}
