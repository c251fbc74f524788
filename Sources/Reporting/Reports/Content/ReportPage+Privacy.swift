import Scoring

extension ReportPage {
  var privacySection: Section? {
    let rows = report.speeds.flatMap(privacyRows)
    guard !rows.isEmpty else { return nil }
    return Section(
      "What does it say about privacy?",
      [
        .table(
          Table(
            [
              .numbers("speed"), .words("lower bound of epsilon (95%)"), .numbers("copies"),
              .numbers("at least"), .numbers("at most shown"), .words("rests on"),
            ], rows)),
        .list([
          "Lower bounds: the training leaks at least this much. A small one, or 0, is no privacy "
            + "guarantee and certifies nothing.",
          "“At most shown” is what a model that gave away every canary would get from so few of "
            + "them; nothing above can come out of this audit.",
          "Bounds are for canaries with so many copies: the whole group's, not that of one copy.",
          "Heuristic bounds take single canaries for independent trainings, which they are not.",
        ]),
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
          "\(bound.correct) of \(bound.guessedTrained + bound.guessedControls) guesses right, fixed "
            + "before training, among "
            + "\(counted(bound.canaries, "canary", "canaries")) of the coin block (delta "
            + "\(number(bound.delta)))"),
      ])
    }
    if let bound = speed.privacy?.heuristic {
      let copies = Text(String(bound.copies))
      rows.append([
        name, "heuristic: exact rates", copies, Text(number(bound.clopperPearson)),
        Text(number(bound.clopperPearsonCeiling)),
        "Clopper-Pearson bounds of the exact rates, trained over controls",
      ])
      rows.append([
        name, "heuristic: stability", copies, Text(number(bound.stability)), "–",
        "−ln(1 − lower bound of the gap)",
      ])
    }
    return rows
  }
}
