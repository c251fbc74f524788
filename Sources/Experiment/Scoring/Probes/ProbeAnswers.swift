import AuditModel
import Files
import Transcripts

/// The transcripts of further probes.
package struct ProbeAnswers: Sendable {
  package let record: FurtherProbes
  /// The transcript of each probe in the record's order; nil without one.
  package private(set) var transcripts: [String?]
  /// The description of the file.
  package let source: String
  package let path: String
  /// Rows that belong to no probe.
  package let unknown: NamedCount

  /// Matches the rows of a file with the probes as those of the probe set are matched.
  ///
  /// - Throws: if no row belongs to a probe, or if a probe has two different transcripts.
  package init(
    _ record: FurtherProbes, _ reader: TranscriptReader, _ request: ScoringRequest
  ) throws(Problem) {
    self.record = record
    source = reader.decision
    path = reader.path
    let asked = AskedLedger(record, request.ledger)
    var rules = request.matching
    rules.order = nil
    rules.normalizer = Scorer(request).canaryNormalizer
    var match = try TranscriptMatch(asked.ledger, reader, rules)
    guard match.unknown.count < match.rows else {
      throw Problem(
        .badData,
        match.rows == 0
          ? "has no transcripts" : "no row belongs to these probes: all have ids of other sounds",
        file: reader.path,
        hint: "transcribe the manifest that asr-audit probe wrote beside \(FurtherProbes.fileName)")
    }
    if request.removesSharedText {
      var askedRequest = request
      askedRequest.ledger = asked.ledger
      let scorer = Scorer(askedRequest)
      scorer.remove(scorer.sharedText(match), from: &match)
    }
    unknown = match.unknown
    let (canaries, others) = (match.canaries, match.checkUtterances)
    transcripts = asked.places.map { place in
      switch place {
      case .canary(let index): canaries[index]
      case .other(let index): others[index]
      }
    }
  }
}

/// A ledger whose canaries and check utterances are the further probes, so that their transcripts are
/// matched by the same rules as those of the probe set.
private struct AskedLedger {
  enum Place {
    case canary(Int)
    case other(Int)
  }

  let ledger: Ledger
  /// The place of each probe.
  let places: [Place]

  init(_ record: FurtherProbes, _ original: Ledger) {
    let known = Dictionary(
      original.canaries.map { ($0.probeID, $0) }, uniquingKeysWith: { a, _ in a })
    let texts = Dictionary(
      original.checkUtterances.map { ($0.probeID, $0.text) }, uniquingKeysWith: { a, _ in a })
    var ledger = original
    (ledger.canaries, ledger.recombinedControls, ledger.checkUtterances) = ([], [], [])
    var places: [Place] = []
    for probe in record.probes {
      if let source = probe.source, var canary = known[source] {
        (canary.probeID, canary.naturalSpeedID, canary.trainingIDs) = (probe.id, nil, [])
        places.append(.canary(ledger.canaries.count))
        ledger.canaries.append(canary)
      } else {
        places.append(.other(ledger.checkUtterances.count))
        let text = probe.source.flatMap { texts[$0] } ?? ""
        ledger.checkUtterances.append(CheckUtterance(probeID: probe.id, text: text))
      }
    }
    self.ledger = ledger
    self.places = places
  }
}
