import Files
import Settings
import Testing

@Suite struct AliasTests {
  @Test(arguments: [
    "a: &x 1\nb: *x\n",
    "a: &x [1]\nb: [*x, *x]\n",
    "? &x [a]\n: b\n? *x\n: c\n",
    "{a: &x 1,\nb:*x}\n",
    "base: &x {a: 1}\nb:\n  <<: *x\n",
    "- &x a\n-\t*x\n",
  ])
  func `an alias is refused with its line`(_ text: String) {
    let problem = #expect(throws: Problem.self) { try SettingsDocument.root(of: text) }
    #expect(problem?.message.contains("*x") == true)
    let line = text.split(separator: "\n").lastIndex { $0.contains("*x") }!
    #expect(problem?.line == line + 1)
  }

  /// Every level doubles the number of nodes, and a key is hashed with all of them.
  @Test func `nested aliases as keys end at once`() {
    let levels = (1...40).map { "? &a\($0) {? *a\($0 - 1) : *a\($0 - 1)}\n: 1\n" }
    let problem = #expect(throws: Problem.self) {
      try SettingsDocument.root(of: "? &a0 {x: 1}\n: 1\n" + levels.joined())
    }
    #expect(problem?.message.contains("aliases are not read") == true)
  }

  @Test(arguments: [
    "a: R&D * 2\n", "a: \"*x\"\n", "a: b & c\n", "a: &x 1\n", "a: this &x and that *y\n",
  ])
  func `other texts are read`(_ text: String) throws {
    #expect(try SettingsDocument.root(of: text)?.section != nil)
  }
}
