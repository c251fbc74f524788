import Files
import Foundation
import RecognizerRuns

/// The progress of a training run on standard error: loss, speed and remaining time.
final class TrainingPrint {
  private let line = ProgressLine()
  private let clock = ContinuousClock()
  private var begun = ContinuousClock.now
  private var firstStep = 0
  private var examples = 0
  /// An exponential moving average over about a hundred steps.
  private var loss: Double?

  func show(_ progress: TrainingProgress) {
    switch progress {
    case .preparing(let done, let count): line.show("reading utterances", done, count)
    case .leftOut(let reason):
      line.finish()
      diagnose("left out: \(reason)")
    case .noCanaries:
      line.finish()
      diagnose(
        "warning: no used utterance is a canary of the ledger: were all canaries left out, or does the "
          + "ledger belong to another audit?")
    case .addsNoise(let promise, let end):
      line.finish()
      for sentence in PromiseText(promise).plan(budgetEndsAfter: end) { diagnose(sentence) }
    case .privacy(let step, let epsilon, let delta):
      line.finish()
      diagnose("step \(step): epsilon \(PromiseText.epsilon(epsilon)) at delta \(trimmed(delta))")
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
    case .nonFiniteGradient(let step, let names):
      line.finish()
      diagnose(
        "warning: step \(step): a non-finite gradient was skipped; its utterances: "
          + names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : ""))
    case .saved: break
    }
  }

  func finish() { line.finish() }

  private func note(_ step: Int, _ steps: Int) -> String {
    let seconds = begun.duration(to: clock.now) / .seconds(1)
    let done = step - firstStep
    guard seconds > 0, done > 0 else { return "" }
    let rate = String(format: "%.1f", Double(examples) / seconds)
    let left = duration(seconds / Double(done) * Double(steps - step))
    let loss = self.loss.map { String(format: "%.3f", $0) } ?? "?"
    return "  loss \(loss)  \(rate) utterances/s  \(left) left"
  }

  /// Formats seconds as 0:42, 12:05 or 3:10:00.
  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes) = (whole / 3_600, whole / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
      : String(format: "%d:%02d", minutes, whole % 60)
  }
}
