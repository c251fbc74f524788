import ArgumentParser

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The whole experiment on one machine, and one page about it.",
    discussion: """
      Makes a small corpus, fits a model to it, injects canaries, trains over both in several ways, \
      transcribes, scores, and tells the story in OUTPUT/report.html. Every step is a command that \
      you could type; OUTPUT/commands.sh lists them. Exits 0 where the experiment was run, whatever \
      came out: OUTPUT/claims.json says what held. 'asr-audit demo run --help' has the options.

      Examples:
        asr-audit demo
        asr-audit demo --full --output experiment
        asr-audit demo --full --output experiment --resume
        asr-audit demo --word-bank recordings --output digits
        asr-audit demo corpus --output corpus
      """,
    subcommands: [DemoRun.self, DemoCorpus.self, DemoPage.self], defaultSubcommand: DemoRun.self)
}
