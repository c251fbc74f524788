import Files
import Testing

@Suite struct HintTests {
  private enum Setting: String, HintSetting {
    case audioKey = "audio_key"
    case force
  }

  private let hint: Hint = "name the file with \(Setting.audioKey)"

  @Test func `settings have their own names until they are worded`() {
    let hint: Hint = hint + ", or pass \(Setting.force) \("twice")"
    #expect(hint.text == "name the file with audio_key, or pass force twice")
    #expect(
      hint.text { "<\($0)>" } == "name the file with <audio_key>, or pass <force> twice")
  }

  @Test func `a problem keeps the settings of its hint when it is changed`() {
    let problem = Problem(.badData, "is empty", hint: hint).located(in: "a.json", line: 2)
      .with(kind: .usage, message: "is too short", field: "text")
    #expect(
      problem
        == Problem(
          .usage, "is too short", file: "a.json", line: 2, field: "text",
          hint: "name the file with audio_key"))
    #expect(problem.advice?.text { "--" + $0 } == "name the file with --audio_key")
  }
}
