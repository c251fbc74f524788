import Files
import Scoring

extension ReportPage {
  var privacySection: Section? {
    let rows = report.speeds.flatMap(privacyRows)
    guard !rows.isEmpty else { return nil }
    var notes: [Text] = [
      "Epsilon is the parameter of differential privacy. The training leaks at least this much. A "
        + "small lower bound, or 0, is not a privacy guarantee.",
      "Largest possible: the bound that a model would get if it gave away every canary. With this "
        + "number of canaries the audit cannot show more.",
      "A bound holds for all repetitions of a canary together, not for one copy.",
    ]
    if report.speeds.contains(where: { $0.privacy?.gaussian != nil }) {
      notes.append(
        "The bound under a Gaussian trade-off function (f-DP in one run, Mahloujifar et al. 2024) is "
          + "larger, but it holds only under this condition, which training with Gaussian noise "
          + "meets and ordinary training is not known to meet.")
    }
    notes.append(
      "Heuristic bounds treat the canaries as independent training runs, which they are not.")
    return Section(
      "Lower bounds on epsilon",
      [
        .table(
          Table(
            [
              .numbers("speed"), .words("lower bound on epsilon (95%)"), .numbers("repetitions"),
              .numbers("epsilon at least"), .numbers("largest possible"), .words("computed from"),
            ], rows)),
        .list(notes),
      ])
  }

  private func privacyRows(_ speed: Report.SpeedResult) -> [[Text]] {
    var rows: [[Text]] = []
    let name = Text(speedName(speed.speed))
    if let bound = speed.privacy?.oneRun {
      rows.append([
        name, "one training run", Text(String(bound.copies)), Text(number(bound.epsilon)),
        Text(number(bound.ceiling)),
        Text(
          "\(bound.correct) of \(bound.guessedTrained + bound.guessedControls) guesses are correct "
            + "among \(counted(bound.canaries, "canary", "canaries")) of the coin block; "
            + (bound.rule == .exactTranscripts
              ? "every canary with an exact transcript is guessed to be trained"
              : "the number of guesses was fixed before training")
            + " (delta \(number(bound.delta)))"),
      ])
    }
    if let bound = speed.privacy?.gaussian {
      rows.append([
        name, "one training run, if its trade-off function is Gaussian", Text(String(bound.copies)),
        Text(number(bound.epsilon)), Text(number(bound.ceiling)),
        Text(
          "\(bound.correct) of \(bound.guesses) guesses are correct; the number of guesses was fixed "
            + "before training (μ at least \(number(bound.mu)), delta \(number(bound.delta)))"),
      ])
    }
    if let bound = speed.privacy?.heuristic {
      let copies = Text(String(bound.copies))
      rows.append([
        name, "heuristic: exact matches", copies, Text(number(bound.clopperPearson)),
        Text(number(bound.clopperPearsonCeiling)),
        "Clopper-Pearson bounds of the rates of trained canaries and of controls",
      ])
      rows.append([
        name, "heuristic: stability", copies, Text(number(bound.stability)), "–",
        "−ln(1 − lower bound of the memorization gap)",
      ])
    }
    return rows
  }
}
