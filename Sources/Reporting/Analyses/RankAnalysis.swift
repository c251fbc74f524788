import Ranking

/// The result of `rank`: the ranked utterances with what a manifest says about them.
package struct RankAnalysis: Sendable {
  /// The values of an utterance in the manifest.
  package struct Listing: Hashable, Sendable {
    package let text: String
    /// The audio as the manifest has it.
    package let audio: String
    package let line: Int

    package init(text: String, audio: String, line: Int) {
      self.text = text
      self.audio = audio
      self.line = line
    }
  }

  /// A group of utterances with one sound and different texts.
  package struct ConflictGroup: Hashable, Sendable {
    package let kind: Conflict.Kind
    package let similarity: Double
    package let ids: [String]

    package init(kind: Conflict.Kind, similarity: Double, ids: [String]) {
      self.kind = kind
      self.similarity = similarity
      self.ids = ids
    }
  }

  /// The comparison of the sounds of a manifest.
  package struct SoundComparison: Hashable, Sendable {
    package let conflicts: [ConflictGroup]
    /// The number of groups of utterances with equal sound and one text.
    package let duplicates: Int
    /// False if the corpus is too large to search for nearly equal sounds.
    package let searchedNear: Bool

    package init(conflicts: [ConflictGroup], duplicates: Int, searchedNear: Bool) {
      self.conflicts = conflicts
      self.duplicates = duplicates
      self.searchedNear = searchedNear
    }
  }

  package let ranked: RankedUtterances
  /// By the id of the utterance; nil without a manifest.
  package var listings: [String: Listing]?
  /// The number of utterances of the manifest that the trace table does not have.
  package var untraced = 0
  /// Nil if the audio was not read.
  package var sounds: SoundComparison?
  /// The recall of planted errors; empty if none were planted.
  package var recall: [Recall] = []
  /// The planted errors by the id of the utterance.
  package var planted: [String: PlantedError.Kind] = [:]

  package init(_ ranked: RankedUtterances) { self.ranked = ranked }

  /// The number of ranked utterances that the manifest does not list.
  package var unlisted: Int {
    guard let listings else { return 0 }
    return ranked.traces.count { listings[$0.id] == nil }
  }

  /// The ids of all utterances in a conflict.
  package var conflicting: Set<String> { Set(sounds?.conflicts.flatMap(\.ids) ?? []) }
}
