import AuditModel
import Files
import Scoring

extension ReportPage {
  /// The origin of the data, with the hashes and versions that identify it.
  var basis: [Block] {
    let ledger = report.ledger
    let transcripts = report.transcripts
    var items: [Text] = [
      "Corpus: \(name: ledger.corpus) (\(ledger.format.rawValue)), \(ledger.utterances) utterances, "
        + "\(duration(ledger.corpusSeconds)). Canaries: \(duration(ledger.injectedSeconds)), "
        + "\(percent(ledger.share)) of the training audio.",
      "Voices: \(name: ledger.synthesizer). Vocabulary: \(name: ledger.vocabulary).",
    ]
    if let recipe = ledger.recipe { items.append(text(of: recipe)) }
    items += [
      "Transcripts: \(name: transcripts.decision); \(transcripts.rows) rows, "
        + "\(transcripts.missing.count) probes missing, \(transcripts.empty.count) empty, "
        + "\(transcripts.unknown.count) unknown.",
      "Normaliser: \(name: transcripts.normalizer)." + canaryForm + markers,
      "Commitment: \(ledger.commitment.rawValue); root \(code: ledger.root).",
      "Training evidence: \(report.trainingEvidence.stance.rawValue); "
        + "\(report.trainingEvidence.evidence).",
    ]
    if let consumption = report.consumption { items.append(text(of: consumption)) }
    if let check = report.decoderCheck {
      items.append(
        "Decoder check: \(counted(check.count, "utterance", "utterances")) of the corpus have a WER of "
          + "\(percent(check.wordErrorRate)) (limit \(percent(check.limit))).")
    }
    for (kind, names) in [
      ("Missing", transcripts.missing), ("Unknown", transcripts.unknown),
      ("Repeated", transcripts.repeated),
    ] where names.count > 0 {
      var item: Text = "\(kind): "
      for (number, id) in names.first.enumerated() {
        item = item + (number == 0 ? "" : ", ") + "\(code: id)"
      }
      items.append(item + (names.count > names.first.count ? ", …" : ""))
    }
    items.append("asr-audit \(name: report.tool), report format \(report.version).")
    return [.list(items)]
  }

  /// The canaries that training is known to have used.
  private func text(of consumption: Report.ConsumptionRecord) -> Text {
    var item: Text = "Used by training:"
    for (number, tier) in consumption.tiers.enumerated() {
      let group =
        tier.isTracer
        ? "the tracers" : "canaries with \(counted(tier.repetitions, "repetition", "repetitions"))"
      item =
        item + (number == 0 ? " " : ", ") + "\(percent(tier.share)) of the copies of \(group)"
    }
    item = item + ". Files:"
    for (number, source) in consumption.sources.enumerated() {
      item = item + (number == 0 ? " " : ", ") + "\(code: source)"
    }
    let leaked = consumption.leakedControls.count
    let atRisk: Text =
      (consumption.atRisk ?? 0) == 0
      ? ""
      : " At risk by the recipe's profile: \(counted(consumption.atRisk ?? 0, "canary", "canaries"))."
    return item + ". Controls among them: \(leaked)." + atRisk
  }

  /// The recipe, and how often it presents the canaries of each tier.
  private func text(of recipe: Ledger.RecipeRecord) -> Text {
    let tiers = report.design.repetitions.compactMap { tier in
      recipe.presentations(repetitions: tier).map { "\(tier): \($0)" }
    }
    let exposure: Text =
      tiers.isEmpty
      ? "the number of epochs is unknown, so the number of presentations is, too"
      : "presentations by repetitions: \(tiers.joined(separator: ", "))"
    let copies = counted(recipe.copiesPerEpoch, "copy", "copies")
    return "Recipe: profile \(name: recipe.profile) (\(name: recipe.version)). Effective exposure: "
      + "\(copies) of each line per epoch; " + exposure + "."
  }

  /// The comparison of canaries whose spelling varies; empty for canaries of words with spaces.
  private var canaryForm: Text {
    guard let label = report.transcripts.canaryForm else { return "" }
    let rule: Text =
      switch CanaryForm(label: label) {
      case .digits: ": number words and figures are equal, and spaces are ignored"
      case .letters: ": spaces, punctuation and case are ignored"
      case .unspaced: ": spaces are ignored, and each character counts as a word"
      case .words: ""
      }
    return " Canaries are compared as \(name: label)" + rule + "."
  }

  /// The decoder markers that were removed from the transcripts; empty if there were none.
  private var markers: Text {
    guard let markers = report.transcripts.markers else { return "" }
    return markers.reduce(" Removed decoder markers:" as Text) { text, marker in
      text + " \(code: marker.marker) (\(counted(marker.transcripts, "transcript", "transcripts")))"
    } + "."
  }
}
