import Foundation
import Synchronization

/// The progress of long work on standard error. A terminal shows one line that is redrawn. A log
/// file, such as that of a CI job, gets a line at most every ten seconds. Neither has colours, so
/// `NO_COLOR` changes nothing.
final class ProgressLine: Sendable {
  private struct State {
    var stage: String?
    var isOpen = false
    var drawn = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let isTerminal =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  private static let width = 24
  /// Shared by all lines, because a demonstration runs many commands in one process.
  private static let log = Mutex(RateLimit(interval: .seconds(10), from: .now))

  /// Shows a count of the current stage.
  /// - Parameters:
  ///   - total: nil if it is unknown; then only a terminal shows the count.
  ///   - note: text behind the count.
  func show(_ stage: String, _ done: Int, _ total: Int?, note: String = "") {
    state.withLock { state in
      if state.stage != stage {
        finish(&state)
        state.stage = stage
      }
      if isTerminal {
        draw(stage, done, total, note, &state)
      } else if let total, Self.log.withLock({ $0.allows(at: .now) }) {
        tell("asr-audit: \(stage) \(done)/\(total)\(note)\n")
      }
    }
  }

  /// Ends the line on the terminal.
  func finish() {
    state.withLock { finish(&$0) }
  }

  private func finish(_ state: inout State) {
    if state.isOpen { tell("\n") }
    state.isOpen = false
  }

  private func draw(
    _ stage: String, _ done: Int, _ total: Int?, _ note: String, _ state: inout State
  ) {
    let now = ContinuousClock.now
    guard done == total || !state.isOpen || state.drawn.duration(to: now) > .milliseconds(100)
    else { return }
    state.drawn = now
    state.isOpen = true
    guard let total, total > 0 else { return tell("\r\(stage) \(done)") }
    let filled = Self.width * done / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    // "Erase to the end of the line", because the previous text may have been longer.
    tell("\r\(bar) \(stage) \(done)/\(total)\(note)\u{1B}[K")
  }
}
