import ArgumentParser
import Files
import Foundation

/// A command's names and options, as the argument parser describes them to other programs.
struct CommandSyntax: Decodable {
  struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }
    struct Name: Decodable {
      let kind: String
      let name: String
      /// The name as it is typed.
      var spelling: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }
    let kind: Kind
    let names: [Name]?
  }

  let commandName: String
  let defaultSubcommand: String?
  let subcommands: [CommandSyntax]?
  let arguments: [Argument]?

  static var ofProgram: CommandSyntax {
    struct Document: Decodable { let command: CommandSyntax }
    let description = Data(ASRAudit._dumpHelp().utf8)
    do {
      return try JSONDecoder().decode(Document.self, from: description).command
    } catch {
      fatalError("the argument parser changed its description of commands: \(error)")
    }
  }

  /// Finds the first command or option that does not exist, and the existing name closest to it.
  /// - Parameters:
  ///   - words: the arguments behind `path`.
  ///   - path: the command and its parents.
  func unknownName(in words: ArraySlice<String>, path: [String] = ["asr-audit"]) -> Problem? {
    guard let subcommands else { return unknownOption(in: words, path) }
    let byDefault = subcommands.first { $0.commandName == defaultSubcommand }
    if let word = words.first, !word.hasPrefix("-") {
      if let command = subcommands.first(where: { $0.commandName == word }) {
        return command.unknownName(in: words.dropFirst(), path: path + [word])
      }
      if byDefault?.takesPositionals != true {
        return unknown("command", word, among: subcommands.map(\.commandName), path)
      }
    }
    guard let byDefault else { return unknownOption(in: words, path) }
    return byDefault.unknownName(in: words, path: path + [byDefault.commandName])
  }

  private var takesPositionals: Bool {
    arguments?.contains { $0.kind == .positional } ?? false
  }

  private func unknownOption(in words: ArraySlice<String>, _ path: [String]) -> Problem? {
    let known = (arguments ?? []).flatMap { $0.names ?? [] }.map(\.spelling) + Self.hidden
    for word in words.prefix(while: { $0 != "--" }) where word.hasPrefix("-") && word != "-" {
      let name = String(word.prefix { $0 != "=" })
      if !known.contains(name) {
        return unknown("option", name, among: known.filter { $0.hasPrefix("--") }, path)
      }
    }
    return nil
  }

  /// Options of the argument parser that it does not describe.
  private static let hidden = [
    "--generate-completion-script", "--experimental-dump-help", "--help-hidden",
  ]

  private func unknown(
    _ kind: String, _ word: String, among known: [String], _ path: [String]
  ) -> Problem {
    let meant = Self.meant(by: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    return Problem(
      .usage, "unknown \(kind) '\(word)'\(meant)",
      hint: "'\(path.joined(separator: " ")) --help' lists the \(kind)s")
  }

  /// The only name that begins with the word, else the name that differs least. Dashes do not count.
  private static func meant(by word: String, among known: [String]) -> String? {
    func letters(_ name: String) -> String { String(name.drop { $0 == "-" }) }
    let wanted = letters(word)
    guard wanted.count > 2 else { return nil }
    let longer = known.filter { letters($0).hasPrefix(wanted) }
    if longer.count == 1 { return longer[0] }
    let nearest = nearest(to: wanted, among: known.map(letters))
    return known.first { letters($0) == nearest }
  }
}

/// Attaches each negative number to the option before it: `--coins -5` becomes `--coins=-5`. The
/// argument parser would take `-5` for an option and report a missing value. No option of this
/// program is a digit.
func attachingNegativeNumbers(_ arguments: [String]) -> [String] {
  var result: [String] = []
  for argument in arguments {
    if isNegativeNumber(argument), let option = result.last, option.hasPrefix("--"),
      option != "--", !option.contains("="), !result.contains("--")
    {
      result[result.count - 1] = "\(option)=\(argument)"
    } else {
      result.append(argument)
    }
  }
  return result
}

private func isNegativeNumber(_ argument: String) -> Bool {
  guard argument.hasPrefix("-"), let next = argument.dropFirst().first else { return false }
  return next.isNumber || next == "."
}
