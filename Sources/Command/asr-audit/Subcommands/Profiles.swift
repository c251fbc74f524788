import ArgumentParser
import Files
import Profiles

struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "Lists the profiles of training recipes, or prints one.",
    discussion: """
      A profile states what a recipe does with short and fast utterances: its filters, the length \
      rule of its loss and its augmentation. 'check' and 'inject' apply it to canaries. Each value \
      names the toolkit's file and version that it was read from.

      A profile of your own is a YAML file with the same keys. Print one, edit it, and pass its path \
      to --profile. A key that it lacks is unknown, and a canary that an unknown rule may hit does \
      not count as surviving.

      Examples:
        asr-audit profiles
        asr-audit profiles show nemo-fastconformer
        asr-audit profiles show recipe.yml --json
      """,
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the profiles.",
      discussion: """
        Example:
          asr-audit profiles list --json
        """)

    @Flag(help: "Print the list as JSON.")
    var json = false

    private struct Row: Encodable {
      let name: String
      let title: String
      let toolkit: String
      let version: String
    }

    func run() throws {
      let rows = try ProfileCatalog.names.map { name in
        let profile = try ProfileCatalog.profile(name)
        return Row(
          name: name, title: profile.title, toolkit: profile.toolkit, version: profile.version)
      }
      if json {
        print(String(decoding: JSONCoding.encoded(rows, pretty: true), as: UTF8.self))
        return
      }
      print(
        textTable(
          ["profile", "recipe", "read from"],
          rows.map { [$0.name, $0.title, "\($0.toolkit) \($0.version)"] }))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a profile as YAML.",
      discussion: """
        Example:
          asr-audit profiles show espnet
        """)

    @Argument(help: "The name of a profile, or the path of a file.")
    var name: String

    @Flag(help: "Print the statements of the profile with their sources as JSON.")
    var json = false

    private struct Document: Encodable {
      let name: String
      let title: String
      let toolkit: String
      let version: String
      let statements: [Profile.Statement]
      let notes: [String]
    }

    func run() throws {
      let profile = try ProfileCatalog.profile(name)
      if json {
        let document = Document(
          name: profile.name, title: profile.title, toolkit: profile.toolkit,
          version: profile.version, statements: profile.statements, notes: profile.notes)
        print(String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self))
        return
      }
      let text = try ProfileCatalog.text(name)
      print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    }
  }
}
