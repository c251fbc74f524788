import Scoring
import Testing

@Suite struct DecoderMarkersTests {
  @Test(arguments: [
    ("one two</s>", "one two "), ("<s>one two</s><pad><pad>", " one two   "),
    ("one two <sos/eos>", "one two  "), ("<|en|><|NEUTRAL|>one", "  one"),
    ("[BLANK_AUDIO] one", "  one"), ("one [sep]", "one  "), ("one\u{0} two", "one  two"),
    ("one two", "one two"), ("one <unk> two", "one <unk> two"), ("[00:01] one", "[00:01] one"),
    ("a < b > c", "a < b > c"), ("<||>", "<||>"), ("<", "<"), ("one\ttwo", "one\ttwo"),
  ])
  func `markers become spaces and everything else stays`(_ text: String, _ expected: String) {
    var markers = DecoderMarkers()
    #expect(markers.strip(text) == expected)
  }

  @Test func `each marker is counted once a transcript`() {
    var markers = DecoderMarkers()
    for text in ["<s>a</s>", "b</s></s>", "c", "d\u{7}"] { _ = markers.strip(text) }
    #expect(markers.transcripts == ["<s>": 1, "</s>": 2, "U+0007": 1])
  }

  @Test func `a marker that a reference contains stays`() {
    var markers = DecoderMarkers(references: ["one <noise> two"])
    #expect(markers.strip("one <NOISE> two</s>") == "one <NOISE> two ")
    #expect(markers.transcripts == ["</s>": 1])
  }
}
