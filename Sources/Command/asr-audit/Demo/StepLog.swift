import Demonstration
import Platform

/// The names of a demonstration's steps on standard error: every command line on a terminal, and at
/// most one line every ten seconds elsewhere.
final class StepLog {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private static let interval = Duration.seconds(10)
  private var limit = RateLimit(interval: interval, from: .now - interval)

  func begin(_ step: DemoStep) {
    if isTerminal { return diagnose(step.shell) }
    guard limit.allows(at: .now) else { return }
    diagnose([step.arguments?.first, step.output].compactMap { $0 }.joined(separator: " → "))
  }
}
