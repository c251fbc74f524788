import Files

extension ReportPage {
  /// Where everything came from, and the hashes that pin it down.
  var basis: [Block] {
    let ledger = report.ledger
    let transcripts = report.transcripts
    var items: [Text] = [
      "corpus: \(name: ledger.corpus) (\(ledger.format.rawValue)), \(ledger.utterances) utterances, "
        + "\(duration(ledger.corpusSeconds)); canaries \(duration(ledger.injectedSeconds)), "
        + "\(percent(ledger.share)) of the training audio",
      "voices: \(name: ledger.synthesizer); texts: \(name: ledger.vocabulary)",
      "transcripts: \(name: transcripts.decision); \(transcripts.rows) rows, "
        + "\(transcripts.missing.count) probes missing, \(transcripts.empty.count) empty, "
        + "\(transcripts.unknown.count) unknown",
      "normaliser: \(name: transcripts.normalizer)",
      "commitment: \(ledger.commitment.rawValue); root \(code: ledger.root)",
      "use in training: \(report.trainingEvidence.stance.rawValue); \(report.trainingEvidence.evidence)",
    ]
    if let checkUtterances = report.decoderCheck {
      items.append(
        "check utterances: \(counted(checkUtterances.count, "utterance", "utterances")) of the corpus come back with "
          + "a WER of \(percent(checkUtterances.wordErrorRate))")
    }
    for (kind, names) in [
      ("missing", transcripts.missing), ("unknown", transcripts.unknown),
      ("repeated", transcripts.repeated),
    ] where names.count > 0 {
      var item: Text = "\(kind): "
      for (number, id) in names.first.enumerated() {
        item = item + (number == 0 ? "" : ", ") + "\(code: id)"
      }
      items.append(item + (names.count > names.first.count ? ", …" : ""))
    }
    items.append("asr-audit \(name: report.tool), report format \(report.version)")
    return [.list(items)]
  }
}
