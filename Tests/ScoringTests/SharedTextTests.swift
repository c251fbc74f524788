import Randomness
import Scoring
import Testing

@Suite struct SharedTextTests {
  private static let references = (0..<40).map { "w\($0) x\($0 * 7 % 40) y\($0 * 3 % 40)" }
  private static let checks = (0..<20).map { "the user said number n\($0)" }

  private static func markers(_ edit: (String) -> String) -> [SharedText.Marker] {
    markers(references.map(edit), checks.map(edit))
  }

  private static func markers(
    _ canaries: [String], _ checkUtterances: [String]
  ) -> [SharedText.Marker] {
    SharedText.markers(in: [
      SharedText.Group(transcripts: canaries, references: references),
      SharedText.Group(transcripts: checkUtterances, references: checks),
    ])
  }

  /// The longest beginning that more than half of the texts continue after and that at most a tenth
  /// of the references have.
  private static func slowBeginning(_ texts: [String], _ references: [String]) -> String? {
    let candidates = Set(texts.flatMap { text in (1..<text.count).map { String(text.prefix($0)) } })
    let common = candidates.filter { run in
      2 * texts.count { $0.hasPrefix(run) && $0 != run } > texts.count
    }
    guard let longest = common.max(by: { $0.count < $1.count }) else { return nil }
    let isRare = 10 * references.count { $0.hasPrefix(longest) } <= references.count
    return isRare ? longest : nil
  }

  @Test func `shared beginnings agree with a search of all beginnings`() {
    var stream = Seed(short: 4).stream("beginnings")
    var found = 0
    for round in 0..<300 {
      func word(_ start: String) -> String {
        start + (0..<(1 + stream.below(6))).map { _ in stream.pick(["a", "b"]) }.joined()
      }
      let start = stream.pick(["", "q", "ab", "aab"])
      let texts = (0..<(5 + stream.below(8))).map { _ in word(stream.below(4) == 0 ? "" : start) }
      let references = (0..<20).map { _ in word(stream.below(12) == 0 ? start : "z") }
      let distinct = Array(Set(texts)).sorted()
      let group = SharedText.Group(transcripts: distinct, references: references)
      let beginning = SharedText.markers(in: [group]).first { $0.place == .beginning }?.text
      guard distinct.count >= 5 else { continue }
      #expect(beginning == Self.slowBeginning(distinct, references), "round \(round)")
      found += beginning == nil ? 0 : 1
    }
    #expect(found > 50, "\(found)")
  }

  @Test func `plain transcripts share nothing`() {
    #expect(Self.markers { $0 } == [])
  }

  @Test func `a word that no reference contains is found anywhere`() throws {
    for edit in [{ "en \($0)" }, { "\($0) en" }, { $0.replacing(" ", with: " en ") }]
      as [(String) -> String]
    {
      let marker = try #require(Self.markers(edit).first)
      #expect(marker.text == "en" && marker.place == .anywhere && marker.transcripts == 60)
    }
  }

  @Test func `characters joined to the first or last word are found`() {
    #expect(
      Self.markers { "q" + $0 } == [.init(text: "q", place: .beginning, transcripts: 60)])
    #expect(Self.markers { $0 + "zz" } == [.init(text: "zz", place: .end, transcripts: 60)])
  }

  @Test func `a beginning of known words is found if no reference begins with it`() {
    let markers = Self.markers { "number said " + $0 }
    #expect(markers.map(\.place) == [.beginning])
    #expect(markers.first?.text == "number said ")
  }

  @Test func `a text that a model invents for canaries alone is no marker`() {
    #expect(Self.markers(Self.references.map { "thank you \($0)" }, Self.checks) == [])
  }

  @Test func `one text that a model invents for most canaries is no marker`() {
    let heard = Self.references.enumerated().map { $0.offset % 3 == 0 ? $0.element : "thank you" }
    #expect(Self.markers(heard, []) == [])
  }

  @Test func `the references' own beginnings are no markers`() {
    #expect(Self.markers([], Self.checks) == [])
    #expect(Self.markers([], Self.checks.map { $0 + " so" }).map(\.text) == ["so"])
  }

  @Test func `removal restores the transcripts`() {
    for edit in [
      { "en \($0)" }, { "q" + $0 + " unk" }, { "a b \($0) c" }, { $0.replacing(" ", with: " sp ") },
    ] as [(String) -> String] {
      let markers = Self.markers(edit)
      for text in Self.references + Self.checks {
        #expect(SharedText.remove(markers, from: edit(text)) == text)
      }
    }
  }

  @Test func `few, empty and identical transcripts do not trap`() {
    #expect(SharedText.markers(in: []) == [])
    #expect(Self.markers([""], ["a"]) == [])
    #expect(Self.markers(Array(repeating: "thank you", count: 30), []) == [])
  }
}
