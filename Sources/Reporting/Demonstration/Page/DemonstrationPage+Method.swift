import Files
import Reports

/// Expected results, settings, times and commands.
extension DemonstrationPage {
  var claimSection: Section {
    let rows = results.seeds.flatMap { seed in
      DemoClaim.all(seed).map { claim in
        [Text(claim.claim)] + seedCell(seed) + [
          Text(claim.measured),
          claim.holds ? "\(state: "holds", .good)" : "\(state: "does not hold", .alarm)",
        ]
      }
    }
    return Section(
      "Expected and measured results",
      [
        .table(
          Table(
            [.words("expected result")] + seedColumn + [.words("measured"), .words("outcome")],
            rows))
      ])
  }

  var settingSection: Section {
    let rows = results.seeds.map { seed in
      seedCell(seed) + [
        Text(trimmed(seed.rules.norm)), Text(trimmed(seed.rules.coreNorm)),
        Text(seed.rules.lowerRate.map(trimmed) ?? "–"),
      ]
    }
    return Section(
      "Clip norms and learning rates",
      [
        .list([
          """
          The clip norm is the median gradient norm of ordinary speech at the start of fine-tuning, \
          measured without changing the weights: of examples for per-example clipping, of virtual \
          cores for per-core clipping.
          """,
          """
          The lower learning rate moves the weights as far as per-example clipping does. It is \
          \(trimmed(DemoRecipe.tuningRate)) times the share of the gradient norms that clipping \
          leaves over the first \(DemoRules.firstSteps) steps.
          """,
          "No setting was chosen by the transcripts of canaries.",
        ]),
        .table(
          Table(
            seedColumn + [
              .numbers("clip norm, examples"), .numbers("clip norm, cores"),
              .numbers("lower learning rate"),
            ], rows)),
      ])
  }

  var timeSection: Section {
    Section(
      "Training time",
      [
        .paragraph(
          """
          The \(link: "page of training times", to: CostPage.name) shows the processor time of each \
          variant. It is separate because times differ between runs, and this page does not.
          """)
      ])
  }

  var commandSection: Section {
    Section(
      "Commands", isAppendix: true,
      [
        .paragraph(
          """
          To repeat the demonstration, move its output directory aside and run the commands from the \
          directory that contained it: they write the same reports. \(code: "asr-audit demo page") \
          then writes this page, after commands.sh is copied into the output directory.
          """),
        .listing(results.commands.split(separator: "\n").map(String.init)),
      ])
  }
}
