import AuditModel
import Files
import Transcripts

/// Transcripts assigned to the probes of a ledger.
package struct TranscriptMatch: Sendable {
  /// The transcript of every canary, in the ledger's order; nil without one.
  package var canaries: [String?] { Array(probes.prefix(canaryCount)) }
  /// The transcripts of the recombined controls, in the ledger's order.
  package var recombinedControls: [String?] { Array(probes.dropFirst(canaryCount)) }
  /// The transcripts of the check utterances, in the ledger's order.
  package private(set) var checkUtterances: [String?]
  /// The transcripts of the canaries' natural-speed probes, in the ledger's order.
  package var naturalSpeedProbes: [String?] { Array(naturalSpeed.prefix(canaryCount)) }
  package private(set) var rows = 0
  /// Probes without a transcript.
  package private(set) var missing = NamedCount()
  /// Probes with an empty transcript.
  package private(set) var empty = NamedCount()
  /// Rows that belong to no probe.
  package private(set) var unknown = NamedCount()
  /// Probes whose transcript occurs more than once, always with the same text.
  package private(set) var repeated = NamedCount()

  private let canaryCount: Int
  /// The transcripts of `Ledger.probes` and of their natural-speed probes.
  private var probes: [String?]
  private var naturalSpeed: [String?]

  /// The markers that were removed from the transcripts.
  private var decoderMarkers: DecoderMarkers

  /// The removed decoder markers in order, with the number of transcripts that contained each.
  package var markers: [Report.MarkerCount] {
    decoderMarkers.transcripts.sorted { $0.key < $1.key }
      .map { Report.MarkerCount(marker: $0.key, transcripts: $0.value) }
  }

  /// Rows that belong to no probe and have the id of a probe in their text.
  package private(set) var unknownNamingProbes = 0
  private var rules: [ProbeIndex.Rule: NamedCount] = [:]

  /// The rules other than equal ids by which rows were matched, with an example each.
  package var idRules: [Report.IDRule] {
    ProbeIndex.Rule.allCases.compactMap { rule in
      guard rule != .exact, let rows = rules[rule] else { return nil }
      return Report.IDRule(rule: rule.rawValue, rows: rows.count, example: rows.first[0])
    }
  }

  private let favorites: FavoriteHypothesis?
  /// The number of hypotheses that each probe has had, if the most favourable one counts.
  private var hypotheses: [ProbeIndex.Slot: Int] = [:]

  /// Matches rows with probes by the rules of `ProbeIndex`, or by their order.
  /// - Throws: if one probe has two different transcripts, or if rows that are matched by their order
  ///   are not as many as the probes.
  package init(
    _ ledger: Ledger, _ reader: TranscriptReader, _ rules: MatchingRules = MatchingRules()
  ) throws(Problem) {
    favorites = rules.bestOf > 1 ? FavoriteHypothesis(ledger, rules) : nil
    decoderMarkers = DecoderMarkers(
      references: ledger.probes.map(\.text) + ledger.checkUtterances.map(\.text))
    canaryCount = ledger.canaries.count
    probes = Array(repeating: nil, count: ledger.probes.count)
    naturalSpeed = probes
    checkUtterances = Array(repeating: nil, count: ledger.checkUtterances.count)
    let index = ProbeIndex(ledger)
    let file = reader.path
    let order =
      reader.matchesByOrder ? try rules.order?.slots(index, transcripts: file) : nil
    // Rows that name a file of the corpus. They count only if no row has the id of the probe, because
    // transcripts of the whole corpus may be in the same file.
    var bySource: [ProbeIndex.Slot: [Hypothesis]] = [:]
    var names = LeadingNames()
    try reader.forEach({ hypothesis throws(Problem) in
      rows += 1
      if let order {
        if hypothesis.id == nil { names.add(hypothesis.text) }
        return try add(hypothesis, order.match(hypothesis, row: rows - 1, index), file: file)
      }
      guard let match = index.match(hypothesis) else {
        addUnknown(hypothesis, index)
        return
      }
      if match.rule == .source {
        bySource[match.slot, default: []].append(hypothesis)
      } else {
        try add(hypothesis, match, file: file)
      }
    })
    addRows(bySource, index)
    try order?.check(rows: rows, names)
    countFavorites(ledger)
    for (probe, heard) in zip(ledger.probes, probes) where heard == nil {
      missing.add(probe.probeID)
    }
    for (checkUtterance, heard) in zip(ledger.checkUtterances, checkUtterances) where heard == nil {
      missing.add(checkUtterance.probeID)
    }
    for (probe, heard) in zip(ledger.probes, naturalSpeed) where heard == nil {
      if let naturalSpeedProbe = probe.naturalSpeedID { missing.add(naturalSpeedProbe) }
    }
  }

  private mutating func addUnknown(_ hypothesis: Hypothesis, _ index: ProbeIndex) {
    unknown.add(hypothesis.id ?? hypothesis.audio ?? "line \(hypothesis.line)")
    if index.namesProbe(hypothesis.text) { unknownNamingProbes += 1 }
  }

  /// Adds the rows that name files of the corpus, where they are unambiguous and needed.
  private mutating func addRows(
    _ rows: [ProbeIndex.Slot: [Hypothesis]], _ index: ProbeIndex
  ) {
    for found in rows.sorted(by: { $0.value[0].line < $1.value[0].line }) {
      let texts = Set(found.value.map(\.text))
      guard self[found.key] == nil, texts.count == 1, let text = texts.first else {
        for hypothesis in found.value { addUnknown(hypothesis, index) }
        continue
      }
      let first = found.value[0]
      let name = first.id ?? first.audio ?? ""
      rules[.source, default: NamedCount()].add(name)
      self[found.key] = decoderMarkers.strip(text)
      if text.allSatisfy(\.isWhitespace) { empty.add(name) }
      for _ in found.value.dropFirst() { repeated.add(name) }
    }
  }

  private mutating func add(
    _ hypothesis: Hypothesis, _ match: ProbeIndex.Match, file: String
  ) throws(Problem) {
    let (name, slot) = (match.name, match.slot)
    rules[match.rule, default: NamedCount()].add(hypothesis.id ?? hypothesis.audio ?? name)
    if favorites != nil { return addFavorite(hypothesis, slot) }
    let text = decoderMarkers.strip(hypothesis.text)
    if let earlier = self[slot] {
      guard earlier == text else {
        throw Problem(
          .badData, "'\(name)' has two different transcripts", file: file,
          line: hypothesis.line,
          hint:
            "keep one line for each probe, for example the best of an n-best list; \(MatchSetting.bestOf) N "
            + "takes the most favourable one")
      }
      repeated.add(name)
      return
    }
    self[slot] = text
    if text.allSatisfy(\.isWhitespace) { empty.add(name) }
  }

  // MARK: - Several hypotheses

  /// Keeps the most favourable of the first hypotheses of a probe.
  private mutating func addFavorite(_ hypothesis: Hypothesis, _ slot: ProbeIndex.Slot) {
    guard let favorites else { return }
    for raw in [hypothesis.text] + hypothesis.alternatives {
      guard hypotheses[slot, default: 0] < favorites.count else { return }
      hypotheses[slot, default: 0] += 1
      let text = decoderMarkers.strip(raw)
      self[slot] = self[slot].map { favorites.choose(slot, $0, text) } ?? text
    }
  }

  /// Counts the empty transcripts, which are known only after the last hypothesis.
  private mutating func countFavorites(_ ledger: Ledger) {
    guard favorites != nil else { return }
    let names = ledger.probes.map(\.probeID) + ledger.checkUtterances.map(\.probeID)
    for (name, text) in zip(names, probes + checkUtterances) {
      if let text, text.allSatisfy(\.isWhitespace) { empty.add(name) }
    }
  }

  /// Replaces every transcript.
  package mutating func rewrite(_ body: (String) -> String) {
    probes = probes.map { $0.map(body) }
    checkUtterances = checkUtterances.map { $0.map(body) }
    naturalSpeed = naturalSpeed.map { $0.map(body) }
  }

  private subscript(slot: ProbeIndex.Slot) -> String? {
    get {
      switch slot {
      case .probe(let index): probes[index]
      case .checkUtterance(let index): checkUtterances[index]
      case .naturalSpeedProbe(let index): naturalSpeed[index]
      }
    }
    set {
      switch slot {
      case .probe(let index): probes[index] = newValue
      case .checkUtterance(let index): checkUtterances[index] = newValue
      case .naturalSpeedProbe(let index): naturalSpeed[index] = newValue
      }
    }
  }
}
