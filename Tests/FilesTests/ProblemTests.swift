import Files
import Testing

@Suite struct ProblemTests {
  @Test func `a description has file, line, field, message and hint`() {
    let cases: [(Problem, String)] = [
      (Problem(.usage, "no seed"), "no seed"),
      (Problem(.badData, "is empty", file: "a.json"), "a.json: is empty"),
      (Problem(.badData, "is empty", file: "a.json", line: 3), "a.json:3: is empty"),
      (
        Problem(.badData, "expected a number", file: "a.json", line: 3, field: "duration"),
        "a.json:3: \"duration\": expected a number"
      ),
      (Problem(.usage, "is negative", field: "--seed"), "\"--seed\": is negative"),
      (
        Problem(.cannotWrite, "exists", file: "out", hint: "pass --force"),
        "out: exists\n  hint: pass --force"
      ),
    ]
    for (problem, text) in cases { #expect(problem.description == text) }
  }

  @Test func `a file and line that are set are kept`() {
    let bare = Problem(.badData, "is empty")
    #expect(bare.located(in: "a", line: 2) == Problem(.badData, "is empty", file: "a", line: 2))
    let placed = Problem(.badData, "is empty", file: "b", line: 5, field: "f", hint: "h")
    #expect(placed.located(in: "a", line: 2) == placed)
  }
}

@Suite struct SuggestionTests {
  private let formats = ["nemo", "kaldi", "espnet", "webdataset", "audiofolder"]

  @Test(arguments: [
    ("kaldi", "kaldi"), ("kadli", "kaldi"), ("kldi", "kaldi"), ("nem", "nemo"), ("NEmo", "nemo"),
    ("webdatsaets", "webdataset"), ("audofoldr", "audiofolder"), ("espnett", "espnet"),
  ])
  func `a misspelt word has a suggestion`(word: String, meant: String) {
    #expect(nearest(to: word, among: formats) == meant)
  }

  @Test(arguments: ["lhotse", "kaXXX", "kaldiXXXX", "NEMO", "webdXXXXet", ""])
  func `a word that is not similar to any candidate has no suggestion`(word: String) {
    #expect(nearest(to: word, among: formats) == nil)
  }

  @Test func `of equally similar candidates the first by name is suggested`() {
    #expect(nearest(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
    #expect(nearest(to: "cat", among: ["rat", "bat", "hat"]) == "bat")
    #expect(nearest(to: "cats", among: ["bat", "cat"]) == "cat")
    #expect(nearest(to: "cat", among: []) == nil)
  }
}
