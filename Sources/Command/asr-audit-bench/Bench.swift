import ArgumentParser

/// Figures of the engine on this machine. Nothing is timed before its results have been checked.
@main struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asr-audit-bench",
    abstract: "Check and time the parts of the recogniser.",
    subcommands: [
      KernelsCommand.self, Evaluate.self, Allocations.self, Relabel.self, Serve.self,
    ])
}
