import Foundation
import RecognizerRuns

/// A training run on standard error: loss, speed and time left.
final class TrainingPrint {
  private let line = ProgressLine(parts: 20)
  private let clock = ContinuousClock()
  private var begun = ContinuousClock.now
  private var firstStep = 0
  private var examples = 0
  /// A mean that forgets: of about the last hundred steps.
  private var loss: Double?

  func show(_ progress: TrainingProgress) {
    switch progress {
    case .preparing(let done, let count): line.show("reading utterances", done, count)
    case .leftOut(let reason):
      line.finish()
      diagnose("left out: \(reason)")
    case .noCanaries:
      line.finish()
      diagnose("warning: none of the utterances is a canary of the ledger; is it another audit's?")
    case .begins(let parameters, let utterances, let seconds, let step, let steps):
      line.finish()
      let from = step > 0 ? " from step \(step)" : ""
      diagnose(
        "\(parameters) parameters, \(utterances) utterances, \(duration(seconds)) of speech, "
          + "\(steps) steps\(from)")
      begun = clock.now
      firstStep = step
    case .step(let step, let steps, let loss, let examples):
      self.examples += examples
      if loss.isFinite { self.loss = self.loss.map { 0.99 * $0 + 0.01 * loss } ?? loss }
      line.show("step", step, steps, note: note(step, steps))
    case .gradientIsNoNumber(let step, let names):
      line.finish()
      diagnose(
        "warning: step \(step): a gradient is no number and was left out; utterances: "
          + names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : ""))
    case .saved: break
    }
  }

  func finish() { line.finish() }

  private func note(_ step: Int, _ steps: Int) -> String {
    let passed = begun.duration(to: clock.now)
    let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) * 1e-18
    let done = step - firstStep
    guard seconds > 0, done > 0 else { return "" }
    let rate = String(format: "%.1f", Double(examples) / seconds)
    let left = duration(seconds / Double(done) * Double(steps - step))
    let loss = self.loss.map { String(format: "%.3f", $0) } ?? "?"
    return "  loss \(loss)  \(rate) utterances/s  \(left) left"
  }

  /// 0:42, 12:05 or 3:10:00.
  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes) = (whole / 3_600, whole / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
      : String(format: "%d:%02d", minutes, whole % 60)
  }
}
