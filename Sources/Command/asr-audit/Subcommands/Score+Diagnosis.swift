import Files
import Scoring
import Transcripts

extension Score {
  /// Names the probes and rows that could not be scored.
  func diagnoseNames(_ report: Report) {
    let transcripts = report.transcripts
    if let markers = transcripts.markers {
      let list = markers.map {
        "\(legible($0.marker)) in \(counted($0.transcripts, "transcript", "transcripts"))"
      }
      diagnose("removed decoder markers: \(list.joined(separator: ", "))")
    }
    diagnoseNames(transcripts.missing, "probe(s) without a transcript")
    diagnoseNames(transcripts.unknown, "row(s) that belong to no probe")
    diagnoseNames(transcripts.repeated, "probe(s) with the same transcript more than once")
    diagnoseNames(report.whiteBox?.missing, "canaries without a finite loss, left out")
    diagnoseNames(
      report.calibration?.missing, "canaries without a transcript of the reference model, left out")
    diagnoseNames(report.furtherProbes?.missing, "further probe(s) without a transcript")
    diagnoseNames(report.furtherProbes?.unknown, "row(s) that belong to no further probe")
    for rule in transcripts.idRules ?? [] {
      diagnose(
        "\(counted(rule.rows, "row was", "rows were")) matched by "
          + ruleDescription(rule.rule) + ", such as \(legible(rule.example))")
    }
    guard transcripts.rows > 0, transcripts.rows == transcripts.unknown.count else { return }
    if transcripts.unknownNamingProbes == transcripts.rows {
      diagnose(
        "every row has the id of a probe in its text and not in the place of the id: does a path have "
          + "spaces, or is this another format? asr-audit formats lists the formats")
    } else {
      diagnose(
        "no row belongs to this ledger: is it the ledger of another run?"
          + (transcripts.missing.count == transcripts.rows
            ? " If the file has no ids and one hypothesis for each entry of the probe set, in its order, "
              + "add --match order"
            : ""))
    }
  }

  private func ruleDescription(_ rule: String) -> String {
    switch rule {
    case "source": "the file in the corpus that a check utterance links to"
    case "order": "their order in the manifest of the probe set"
    default: "the probe's id within a longer or differently written name"
    }
  }

  private func diagnoseNames(_ names: NamedCount?, _ description: String) {
    guard let names, names.count > 0 else { return }
    let more = names.count > names.first.count ? ", …" : ""
    diagnose(
      "\(names.count) \(description): \(names.first.joined(separator: ", "))\(more)")
  }
}
