import Files
import Scoring

extension ReportPage {
  /// The promised epsilon beside the one-run bounds.
  var promiseSection: Section? {
    guard let promise = report.promise else { return nil }
    var blocks: [Block] = [.paragraph(Text(promise.sentence))]
    if !promise.bounds.isEmpty {
      blocks.append(
        .table(
          Table(
            [
              .numbers("speed"), .numbers("copies"), .numbers("promised epsilon"),
              .numbers("at delta"), .numbers("epsilon at least"), .numbers("largest possible"),
              .words("computed from"), .words("result"),
            ], promise.bounds.map(row))))
    }
    blocks += [
      .table(
        Table(
          [.numbers("copies of a canary"), .numbers("promised epsilon"), .numbers("at delta")],
          promise.groups.map { group in
            [
              Text(String(group.copies)), Text(number(group.epsilon)),
              group.delta < 1 ? Text(small(group.delta)) : "1 (nothing is promised)",
            ]
          })),
      .list([
        "A canary with k copies is a group of k records. For the group, epsilon is k times as large, "
          + "and delta is multiplied by k·exp((k − 1)·epsilon) (group privacy: Dwork and Roth 2014, "
          + "Vadhan 2017).",
        Text(
          "Each bound has a confidence of \(percent(promise.confidence)), so that all speeds together "
            + "contradict a kept promise in at most 5% of audits."),
        "A promise that is consistent with the audit is not shown to be kept: a lower bound is small if "
          + "the canaries are few or the model gives little away.",
      ]),
    ]
    return Section("Promised epsilon", blocks)
  }

  private func row(_ bound: Report.PromiseResult.Bound) -> [Text] {
    [
      Text(speedName(bound.speed)), Text(String(bound.copies)), Text(number(bound.epsilon)),
      Text(small(bound.delta)), Text(number(bound.lowerBound)), Text(number(bound.ceiling)),
      Text(
        "\(bound.correct) of \(bound.guesses) guesses are correct among "
          + "\(counted(bound.canaries, "canary", "canaries")) of the coin block"),
      bound.isViolated
        ? "\(state: "VIOLATED", .alarm)"
        : bound.canBeViolated ? "consistent" : "consistent; no model could contradict it",
    ]
  }

  /// Three significant digits of a number that may be far below 1, such as a delta.
  private func small(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var scale = 1.0
    while value * scale < 100, scale < 1e30 { scale *= 10 }
    return trimmed((value * scale).rounded() / scale)
  }
}
