import AuditModel
import Files

/// The transcripts of one kind of further probe.
struct KindAnswers: Sendable {
  let kind: ProbeKind
  /// The transcript of each canary in the ledger's order; nil if it was not asked or has none.
  var canaries: [String?]
  /// The hidden words of each canary, as places in its text; empty for other families.
  var hidden: [Range<Int>?]
  /// The check utterances with their transcript and their hidden words.
  var checkUtterances: [(text: String, hidden: Range<Int>?, transcript: String)]
  /// The ids of probes without a transcript.
  var missing: [String]
  var asked: Int

  var isUnanswered: Bool { missing.count == asked }
}

extension ProbeAnswers {
  /// The answers of each kind that compares canaries with controls, in the record's order.
  func byKind(_ ledger: Ledger) -> [KindAnswers] {
    let places = Dictionary(
      ledger.canaries.enumerated().map { ($1.probeID, $0) }, uniquingKeysWith: { a, _ in a })
    let texts = Dictionary(
      ledger.checkUtterances.map { ($0.probeID, $0.text) }, uniquingKeysWith: { a, _ in a })
    let empty = [String?](repeating: nil, count: ledger.canaries.count)
    var answers: [ProbeKind: KindAnswers] = [:]
    for (probe, transcript) in zip(record.probes, transcripts) {
      guard let source = probe.source else { continue }
      var own =
        answers[probe.kind]
        ?? KindAnswers(
          kind: probe.kind, canaries: empty, hidden: empty.map { _ in nil }, checkUtterances: [],
          missing: [], asked: 0)
      own.asked += 1
      if transcript == nil { own.missing.append(probe.id) }
      let hidden = probe.hidden.flatMap { places in
        places.first.map { $0..<$0 + places.count }
      }
      if let place = places[source] {
        own.canaries[place] = transcript
        own.hidden[place] = hidden
      } else if let transcript, let text = texts[source] {
        own.checkUtterances.append((text, hidden, transcript))
      }
      answers[probe.kind] = own
    }
    return record.kinds.compactMap { answers[$0] }
  }

  /// The transcripts of the sounds without speech, by kind.
  var silence: [(kind: ProbeKind, asked: Int, transcripts: [String])] {
    record.kinds.filter { $0.family == .silence }.map { kind in
      let own = zip(record.probes, transcripts).filter { $0.0.kind == kind }
      return (kind, own.count, own.compactMap(\.1))
    }
  }
}
