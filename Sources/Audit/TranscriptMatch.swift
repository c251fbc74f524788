import Canaries
import Files
import Transcripts

/// What to do about a probe that nobody transcribed.
package enum MissingPolicy: String, CaseIterable, Codable, Sendable {
  /// Nothing is measurable.
  case error
  /// Counts as an empty transcript.
  case empty
  /// Leaves it out; the report is exploratory then.
  case skip
}

/// Names of a kind: how many, and the first few.
package struct NamedCount: Codable, Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var first: [String] = []

  package init() {}

  package static let shown = 10

  mutating func add(_ name: String) {
    count += 1
    if first.count < Self.shown { first.append(name) }
  }
}

/// Transcripts brought together with the probes they belong to.
package struct TranscriptMatch: Sendable {
  /// For every canary, anchor and twin, in the ledger's order, what was heard; nil where nothing
  /// came back.
  package var canaries: [String?]
  package var anchors: [String?]
  package var twins: [String?]
  package private(set) var rows = 0
  package private(set) var missing = NamedCount()
  package private(set) var empty = NamedCount()
  package private(set) var unknown = NamedCount()
  /// The same probe again with the same words.
  package private(set) var repeated = NamedCount()

  private enum Slot {
    case canary(Int)
    case anchor(Int)
    case twin(Int)
  }

  /// Matches by id, else by the stem of the audio file's name.
  /// - Throws: where one probe comes back with two different transcripts.
  package init(_ ledger: Ledger, _ reader: TranscriptReader) throws(Problem) {
    canaries = Array(repeating: nil, count: ledger.canaries.count)
    twins = canaries
    anchors = Array(repeating: nil, count: ledger.anchors.count)
    var slots: [String: Slot] = [:]
    slots.reserveCapacity(ledger.canaries.count + ledger.anchors.count)
    for (index, canary) in ledger.canaries.enumerated() {
      slots[canary.probeID] = .canary(index)
      if let twin = canary.twinID { slots[twin] = .twin(index) }
    }
    for (index, anchor) in ledger.anchors.enumerated() {
      slots[anchor.probeID] = .anchor(index)
    }
    let file = reader.path
    try reader.forEach({ hypothesis throws(Problem) in
      try add(hypothesis, slots, file: file)
    })
    for (canary, heard) in zip(ledger.canaries, canaries) where heard == nil {
      missing.add(canary.probeID)
    }
    for (anchor, heard) in zip(ledger.anchors, anchors) where heard == nil {
      missing.add(anchor.probeID)
    }
    for (canary, heard) in zip(ledger.canaries, twins) where heard == nil {
      if let twin = canary.twinID { missing.add(twin) }
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
    if let earlier = self[slot] {
      guard earlier == hypothesis.text else {
        throw Problem(
          .badData, "'\(name)' stands there twice, with different content", file: file,
          line: hypothesis.line,
          hint: "keep one a probe, the best of an n-best list for example")
      }
      repeated.add(name)
      return
    }
    self[slot] = hypothesis.text
    if hypothesis.text.allSatisfy(\.isWhitespace) { empty.add(name) }
  }

  private subscript(slot: Slot) -> String? {
    get {
      switch slot {
      case .canary(let index): canaries[index]
      case .anchor(let index): anchors[index]
      case .twin(let index): twins[index]
      }
    }
    set {
      switch slot {
      case .canary(let index): canaries[index] = newValue
      case .anchor(let index): anchors[index] = newValue
      case .twin(let index): twins[index] = newValue
      }
    }
  }

  /// Missing transcripts taken for empty ones.
  mutating func fillMissing() {
    canaries = canaries.map { $0 ?? "" }
    anchors = anchors.map { $0 ?? "" }
    twins = twins.map { $0 ?? "" }
  }
}
