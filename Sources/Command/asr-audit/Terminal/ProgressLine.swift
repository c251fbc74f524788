import Foundation
import Synchronization

/// How far long work has come, on standard error: one line drawn over on a terminal, a line for
/// each part elsewhere (a quarter, unless said otherwise).
final class ProgressLine: Sendable {
  private struct State {
    var stage: String?
    var part = -1
    var isOpen = false
    var drawn = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private static let width = 24

  private let parts: Int

  init(parts: Int = 4) { self.parts = parts }

  /// - Parameter note: what else is known, behind the count.
  func show(_ stage: String, _ done: Int, _ total: Int?, note: String = "") {
    state.withLock { state in
      if state.stage != stage {
        finish(&state)
        state.stage = stage
        state.part = -1
      }
      if isTerminal {
        draw(stage, done, total, note, &state)
      } else {
        list(stage, done, total, note, &state)
      }
    }
  }

  /// Ends the line that is being drawn.
  func finish() {
    state.withLock { finish(&$0) }
  }

  private func finish(_ state: inout State) {
    if state.isOpen { write("\n") }
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
    guard let total, total > 0 else { return write("\r\(stage) \(done)") }
    let filled = Self.width * done / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    // The line before may have been longer.
    write("\r\(bar) \(stage) \(done)/\(total)\(note)\u{1B}[K")
  }

  private func list(
    _ stage: String, _ done: Int, _ total: Int?, _ note: String, _ state: inout State
  ) {
    guard let total, total > 0 else { return }
    let part = parts * done / total
    guard part > state.part, done > 0 else { return }
    state.part = part
    write("asr-audit: \(stage) \(done)/\(total)\(note)\n")
  }

  private func write(_ text: String) { tell(text) }
}
