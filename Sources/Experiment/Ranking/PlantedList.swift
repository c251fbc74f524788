import Files

/// The errors that were planted into a copy of a corpus, as lines of `planted.jsonl`:
///
///     {"id": "u7", "kind": "swapped", "text": "…"}
///
/// A repeated utterance has an id of its own, `repeated-` and the id of the utterance, and `of` names
/// the utterance.
package struct PlantedList: Sendable {
  package struct Entry: Hashable, Sendable {
    package let error: PlantedError
    /// The id in the copy.
    package let id: String
    /// The id of the utterance in the corpus.
    package let original: String
  }

  package let entries: [Entry]

  /// - Parameter ids: the ids of the corpus, which are unique.
  package init(_ planted: PlantedErrors, ids: [String]) {
    let known = Set(ids)
    entries = planted.all.map { error in
      let original = ids[error.utterance]
      var id = original
      if error.kind == .duplicate {
        repeat { id = "repeated-\(id)" } while known.contains(id)
      }
      return Entry(error: error, id: id, original: original)
    }
  }

  package var lines: [UInt8] {
    entries.flatMap { entry in
      var json = JSONWriter()
      json.beginObject()
      json.field("id", entry.id)
      json.field("kind", entry.error.kind.rawValue)
      if entry.id != entry.original { json.field("of", entry.original) }
      json.field("text", entry.error.text)
      json.endObject()
      return json.bytes + [UInt8(ascii: "\n")]
    }
  }

  /// The kinds of the planted errors by the id in the copy.
  package var kinds: [String: PlantedError.Kind] {
    Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0.error.kind) })
  }

  /// The recall of each kind of error in a ranking. Utterances that were repeated under another text
  /// count neither as errors nor as clean, because their sound has two texts.
  package func recall(in ranked: RankedUtterances) -> [Recall] {
    let numbers = Dictionary(
      uniqueKeysWithValues: ranked.traces.enumerated().map { ($0.element.id, $0.offset) })
    let all = Set(entries.flatMap { [$0.id, $0.original] }.compactMap { numbers[$0] })
    return PlantedError.Kind.allCases.compactMap { kind in
      let planted = Set(
        entries.filter { $0.error.kind == kind }.compactMap { numbers[$0.id] })
      return Recall(kind, ranked.order, planted: planted, others: all.subtracting(planted))
    }
  }
}
