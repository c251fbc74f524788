import ArgumentParser

/// Benchmarks of the engine. Results are checked before they are timed.
@main struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asr-audit-bench",
    abstract: "Checks and times the parts of the recogniser.",
    subcommands: [
      KernelsCommand.self, Evaluate.self, Allocations.self, Relabel.self, Serve.self,
    ])
}
