import Scoring
import Testing

@Suite struct SharedTextTests {
  private static let references = (0..<40).map { "w\($0) x\($0 * 7 % 40) y\($0 * 3 % 40)" }
  private static let checks = (0..<20).map { "the user said number n\($0)" }

  private static func markers(_ edit: (String) -> String) -> [SharedText.Marker] {
    SharedText.markers(
      in: [references.map(edit), checks.map(edit)], references: references + checks)
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
    let markers = SharedText.markers(
      in: [Self.references.map { "thank you \($0)" }, Self.checks],
      references: Self.references + Self.checks)
    #expect(markers == [])
  }

  @Test func `the references' own beginnings are no markers`() {
    #expect(SharedText.markers(in: [Self.checks], references: Self.checks) == [])
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
    #expect(SharedText.markers(in: [], references: []) == [])
    #expect(SharedText.markers(in: [[""], ["a"]], references: []) == [])
    #expect(
      SharedText.markers(
        in: [Array(repeating: "thank you", count: 30)], references: ["thank you", "a"]) == [])
  }
}
