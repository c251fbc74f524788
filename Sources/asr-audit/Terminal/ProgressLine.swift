import Canaries
import Foundation
import Synchronization

/// How far long work has come, on standard error: one line drawn over on a terminal, a line for
/// each quarter elsewhere, nothing where standard error is not wanted.
final class ProgressLine: Sendable {
  private struct State {
    var stage: InjectionStage?
    var quarter = -1
    var isOpen = false
    var drawn = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private static let width = 24

  func show(_ stage: InjectionStage, _ done: Int, _ total: Int?) {
    state.withLock { state in
      if state.stage != stage {
        finish(&state)
        state.stage = stage
        state.quarter = -1
      }
      if isTerminal { draw(stage, done, total, &state) } else { tell(stage, done, total, &state) }
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

  private func draw(_ stage: InjectionStage, _ done: Int, _ total: Int?, _ state: inout State) {
    let now = ContinuousClock.now
    guard done == total || !state.isOpen || state.drawn.duration(to: now) > .milliseconds(100)
    else { return }
    state.drawn = now
    state.isOpen = true
    guard let total, total > 0 else { return write("\r\(stage.rawValue) \(done)") }
    let filled = Self.width * done / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    write("\r\(bar) \(stage.rawValue) \(done)/\(total)")
  }

  private func tell(_ stage: InjectionStage, _ done: Int, _ total: Int?, _ state: inout State) {
    guard let total, total > 0 else { return }
    let quarter = 4 * done / total
    guard quarter > state.quarter, done > 0 else { return }
    state.quarter = quarter
    write("asr-audit: \(stage.rawValue) \(done)/\(total)\n")
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
