import ArgumentParser

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a whole audit on this machine and writes a page about it.",
    discussion: """
      Makes a small corpus, trains a model on it, injects canaries, fine-tunes with and without \
      gradient clipping, transcribes and scores. OUTPUT/report.html shows the results, and \
      OUTPUT/commands.sh lists every step as a command. The exit status is 0 if all steps ran, \
      whatever they measured; OUTPUT/claims.json compares the results with what was expected. \
      'asr-audit demo run --help' lists the options.

      Examples:
        asr-audit demo
        asr-audit demo --full --output experiment
        asr-audit demo --full --output experiment --resume
        asr-audit demo --word-bank recordings --output digits
        asr-audit demo corpus --output corpus
      """,
    subcommands: [DemoRun.self, DemoCorpus.self, DemoPage.self], defaultSubcommand: DemoRun.self)
}
