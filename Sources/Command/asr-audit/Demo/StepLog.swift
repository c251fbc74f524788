import Demonstration
import Platform

/// The names of a demonstration's steps on standard error: every command line on a terminal, and at
/// most one line every ten seconds elsewhere.
final class StepLog {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant?
  private static let interval = Duration.seconds(10)

  func begin(_ step: DemoStep) {
    if isTerminal { return diagnose(step.shell) }
    let now = clock.now
    if let last, last.duration(to: now) < Self.interval { return }
    last = now
    diagnose([step.arguments?.first, step.output].compactMap { $0 }.joined(separator: " → "))
  }
}
