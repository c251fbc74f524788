import Foundation
import Scoring
import TestSupport
import Testing

/// What the README says is true.
@Suite(.enabled(if: Readme.text != nil, "there is no README.md"))
struct DocumentationTests {
  @Test func `every option of a command in the README exists`() throws {
    let commands = Readme.commands
    #expect(commands.count >= 3)
    for words in commands {
      guard let name = words.dropFirst().first, HelpTests.subcommands.contains(name) else {
        #expect(words.dropFirst().allSatisfy { $0.hasPrefix("-") }, "\(words)")
        continue
      }
      // What runs without a subcommand's name has its options there.
      let inner = name == "demo" ? ["run"] : []
      let help = try asrAudit([name] + inner + ["--help"]).output
      let known = Set(
        help.split(separator: "\n").compactMap { line in
          line.hasPrefix("  --") ? line.split(separator: " ").first.map(String.init) : nil
        })
      for word in words where word.hasPrefix("--") {
        let option = String(word.prefix { $0 != "=" })
        #expect(known.contains(option), "\(words.joined(separator: " "))")
      }
    }
  }

  @Test func `the README lists every command`() throws {
    for command in HelpTests.subcommands {
      #expect(Readme.rows.contains { $0[0].contains("`\(command)`") }, "\(command)")
    }
  }

  @Test func `the table of exit statuses is the program's own`() throws {
    let help = try asrAudit(["--help"]).output
    let start = try #require(help.range(of: "Exit status:\n")?.upperBound)
    let end = try #require(help.range(of: "\n\nUSAGE")?.lowerBound)
    let statuses = help[start..<end].split(separator: "\n").map { line in
      let entry = line.trimmingCharacters(in: .whitespaces)
      let number = String(entry.prefix { $0.isNumber })
      return [number, entry.dropFirst(number.count).trimmingCharacters(in: .whitespaces)]
    }
    let documented = Readme.rows.map { $0.map { $0.replacing("`", with: "") } }
      .filter { Int($0[0]) != nil && $0.count == 2 }
    #expect(documented == statuses)
  }

  @Test func `the table of formats is the program's own`() throws {
    struct Row: Decodable {
      let kind: String
      let name: String
      let title: String
    }
    let formats = try JSONDecoder().decode(
      [Row].self, from: Data(asrAudit(["formats", "--json"]).output.utf8))
    #expect(formats.count >= 7)
    let documented = Readme.rows.filter { ["manifest", "transcripts"].contains($0[0]) }
    #expect(documented == formats.map { [$0.kind, "`\($0.name)`", $0.title] })
  }

  @Test func `the table of verdicts is in the order in which they are tried`() {
    let documented = Readme.rows.filter { $0.count == 3 && Int($0[0]) != nil }.map { $0[1] }
    #expect(documented == Verdict.allCases.map { "`\($0.rawValue)`" })
  }
}

/// The README, as far as machines understand it.
private enum Readme {
  static let text = try? String(contentsOfFile: "\(packageRoot)/README.md", encoding: .utf8)

  private static var lines: [String] { (text ?? "").components(separatedBy: "\n") }

  /// Cells of all table rows.
  static var rows: [[String]] {
    lines.filter { $0.hasPrefix("|") && !$0.hasPrefix("|-") && !$0.hasPrefix("| -") }.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Words of every command line in a block of shell code, continued lines joined.
  static var commands: [[String]] {
    var commands: [[String]] = []
    var isCode = false
    var pending = ""
    for line in lines {
      if line.hasPrefix("```") { isCode = line == "```sh" }
      guard isCode else { continue }
      let code = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
      pending += code.hasSuffix("\\") ? code.dropLast() + " " : code[...]
      if code.hasSuffix("\\") { continue }
      let words = pending.split { $0.isWhitespace || $0 == ";" }.map(String.init)
      pending = ""
      let isOurs = { (word: String) in word.hasSuffix("asr-audit") }
      let start = words.first == "$" ? words.dropFirst() : words[...]
      if let program = start.first, isOurs(program) { commands.append(Array(start)) }
    }
    return commands
  }
}
