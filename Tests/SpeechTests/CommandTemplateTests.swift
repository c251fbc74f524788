import Files
import Speech
import Testing

@Suite struct CommandTemplateTests {
  @Test(arguments: [
    ("piper --text {text}", ["piper", "--text", "{text}"]), ("  a\t b \n", ["a", "b"]),
    ("'a b' c", ["a b", "c"]), ("\"a b\" c", ["a b", "c"]), ("a' 'b\" \"c", ["a b c"]),
    ("a\\ b", ["a b"]), ("\\'a\\'", ["'a'"]), ("'a\\b'", ["a\\b"]), ("\"a\\\"b\"", ["a\"b"]),
    ("\"it's\"", ["it's"]), ("'say \"x\"'", ["say \"x\""]), ("a '' \"\"", ["a", "", ""]),
    ("$HOME | cat > *", ["$HOME", "|", "cat", ">", "*"]), ("\\\\", ["\\"]), ("''", [""]),
    ("語 é", ["語", "é"]),
  ])
  func `a line is split into words`(line: String, words: [String]) throws {
    #expect(try CommandTemplate(line).words == words)
  }

  @Test(arguments: ["", "   ", "'a", "\"a", "a \\", "'a\\'b'", "\"a'"])
  func `open quotes and empty lines are usage errors`(line: String) {
    let problem = #expect(throws: Problem.self) { try CommandTemplate(line) }
    #expect(problem?.kind == .usage)
  }

  @Test func `a value stays one word, whatever characters it has`() throws {
    let template = try CommandTemplate("say --text={text} '{text} {text}' {output} {other}")
    #expect(
      template.filled(["text": "it's \"$HOME\" \\ `x`", "output": "/tmp/a b.wav"]) == [
        "say", "--text=it's \"$HOME\" \\ `x`", "it's \"$HOME\" \\ `x` it's \"$HOME\" \\ `x`",
        "/tmp/a b.wav", "{other}",
      ])
  }

  @Test func `a value that looks like a placeholder is not replaced again`() throws {
    let template = try CommandTemplate("{a} {b} {c}{a}")
    // In any order of replacing one after the other, one of these would be replaced twice.
    let values = ["a": "{b}", "b": "{c}", "c": "{a}"]
    #expect(template.filled(values) == ["{b}", "{c}", "{a}{b}"])
    #expect(try CommandTemplate("{{a}} {a").filled(["a": "1"]) == ["{1}", "{a"])
  }

  @Test func `a template reports which placeholders it has`() throws {
    let template = try CommandTemplate("say x{text}y '{out put}'")
    #expect(template.mentions("text"))
    #expect(template.mentions("out put"))
    #expect(!template.mentions("output"))
    #expect(!template.mentions("tex"))
  }
}
