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

  private enum Slot {
    case probe(Int)
    case checkUtterance(Int)
    case naturalSpeedProbe(Int)
  }

  /// Matches by id, or else by the stem of the audio file's name.
  /// - Throws: if one probe has two different transcripts.
  package init(_ ledger: Ledger, _ reader: TranscriptReader) throws(Problem) {
    decoderMarkers = DecoderMarkers(
      references: ledger.probes.map(\.text) + ledger.checkUtterances.map(\.text))
    canaryCount = ledger.canaries.count
    probes = Array(repeating: nil, count: ledger.probes.count)
    naturalSpeed = probes
    checkUtterances = Array(repeating: nil, count: ledger.checkUtterances.count)
    var slots: [String: Slot] = [:]
    slots.reserveCapacity(ledger.probes.count + ledger.checkUtterances.count)
    for (index, probe) in ledger.probes.enumerated() {
      slots[probe.probeID] = .probe(index)
      if let naturalSpeedProbe = probe.naturalSpeedID {
        slots[naturalSpeedProbe] = .naturalSpeedProbe(index)
      }
    }
    for (index, checkUtterance) in ledger.checkUtterances.enumerated() {
      slots[checkUtterance.probeID] = .checkUtterance(index)
    }
    let file = reader.path
    try reader.forEach({ hypothesis throws(Problem) in
      try add(hypothesis, slots, file: file)
    })
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

  private mutating func add(
    _ hypothesis: Hypothesis, _ slots: [String: Slot], file: String
  ) throws(Problem) {
    rows += 1
    let names = [hypothesis.id, hypothesis.id.map(stem), hypothesis.audio.map(stem)]
    guard let name = names.lazy.compactMap({ $0 }).first(where: { slots[$0] != nil }),
      let slot = slots[name]
    else {
      unknown.add(hypothesis.id ?? hypothesis.audio ?? "line \(hypothesis.line)")
      return
    }
    let text = decoderMarkers.strip(hypothesis.text)
    if let earlier = self[slot] {
      guard earlier == text else {
        throw Problem(
          .badData, "'\(name)' has two different transcripts", file: file,
          line: hypothesis.line,
          hint: "keep one line for each probe, for example the best of an n-best list")
      }
      repeated.add(name)
      return
    }
    self[slot] = text
    if text.allSatisfy(\.isWhitespace) { empty.add(name) }
  }

  /// Replaces every transcript.
  package mutating func rewrite(_ body: (String) -> String) {
    probes = probes.map { $0.map(body) }
    checkUtterances = checkUtterances.map { $0.map(body) }
    naturalSpeed = naturalSpeed.map { $0.map(body) }
  }

  private subscript(slot: Slot) -> String? {
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
