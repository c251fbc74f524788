import Foundation
import Scoring
import TestSupport
import Testing

/// The README's tables and command lines agree with the program.
@Suite(.enabled(if: Readme.text != nil, "there is no README.md"))
struct DocumentationTests {
  @Test func `every command line in the README is valid`() {
    let lines = Readme.commands
    #expect(lines.count >= 10)
    for line in lines { expectValid(line) }
  }

  @Test func `the README lists every command`() throws {
    for command in HelpTests.subcommands {
      #expect(Readme.rows.contains { $0[0].contains("`\(command)`") }, "\(command)")
    }
  }

  @Test func `the README has the exit statuses of the program`() throws {
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

  @Test func `the README has the formats of the program`() throws {
    struct Row: Decodable {
      let kind: String
      let name: String
      let title: String
    }
    let formats = try JSONDecoder().decode(
      [Row].self, from: Data(asrAudit(["formats", "--json"]).output.utf8))
    #expect(formats.count >= 7)
    let documented = Readme.rows.filter { ["manifest", "transcripts", "tokens"].contains($0[0]) }
    #expect(documented == formats.map { [$0.kind, "`\($0.name)`", $0.title] })
  }

  @Test func `the README lists the verdicts in the order in which they are tried`() {
    let documented = Readme.rows.filter { $0.count == 3 && Int($0[0]) != nil }.map { $0[1] }
    #expect(documented == Verdict.allCases.map { "`\($0.rawValue)`" })
  }
}

/// The parts of the README that the tests compare with the program.
private enum Readme {
  static let text = try? String(contentsOfFile: "\(packageRoot)/README.md", encoding: .utf8)

  private static var lines: [String] { (text ?? "").components(separatedBy: "\n") }

  /// The cells of all table rows.
  static var rows: [[String]] {
    lines.filter { $0.hasPrefix("|") && !$0.hasPrefix("|-") && !$0.hasPrefix("| -") }.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The command lines in all blocks of shell code.
  static var commands: [CommandLineText] {
    var isShell = false
    let code = lines.filter { line in
      if line.hasPrefix("```") { isShell = line == "```sh" }
      return isShell && !line.hasPrefix("```")
    }
    return CommandLineText.all(in: code.joined(separator: "\n"))
  }
}
