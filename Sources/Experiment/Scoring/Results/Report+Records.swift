import AuditModel
import Files
import Manifests
import Statistics

/// The records of a report about its ledger and its transcripts.
extension Report {
  package struct LedgerRecord: Codable, Hashable, Sendable {
    package enum CommitmentState: String, Codable, Sendable { case matches, differs, absent }
    package var root: String
    package var commitment: CommitmentState
    package var seedIsSecret: Bool
    package var corpus: String
    package var format: ManifestFormat
    package var utterances: Int
    package var corpusSeconds: Double
    package var injectedSeconds: Double
    @Probability package var share: Double
    package var synthesizer: String
    package var vocabulary: String
    /// False if the recipe's frame rate and tokens were not known.
    package var ctcChecked: Bool
    /// The training recipe that the canaries were made for; nil if it was not stated.
    package var recipe: Ledger.RecipeRecord?
  }

  package struct TranscriptRecord: Codable, Hashable, Sendable {
    /// The file, and the format and columns that were detected.
    package var decision: String
    package var rows: Int
    package var missing: NamedCount
    package var empty: NamedCount
    package var unknown: NamedCount
    package var repeated: NamedCount
    package var policy: MissingPolicy
    /// The normaliser's name and version, such as basic-1.
    package var normalizer: String
    /// The decoder markers that were removed; nil if there were none.
    package var markers: [MarkerCount]?
    /// Text that most transcripts share and no reference contains; nil if there is none.
    package var sharedText: [SharedText.Marker]?
    /// True if `sharedText` was removed before scoring; nil without shared text.
    package var sharedTextIsRemoved: Bool?
    /// The canaries' transcripts that contain their reference and more text; nil if there are none.
    package var addedText: AddedText?
    /// The name and version of the form in which canaries of digits, letters or scripts without
    /// spaces were compared, such as digits-1 (`CanaryForm`); nil for canaries of other words.
    package var canaryForm: String?
    /// The rules other than equal ids by which rows were matched with probes; nil if there were none.
    package var idRules: [IDRule]?
    /// The number of rows that belong to no probe and have the id of a probe in their text; nil if
    /// there are none.
    package var unknownNamingProbes: Int?
  }

  /// A rule by which rows were matched with probes: `id-in-name` if the name has the random part of the
  /// id, `source` if it is the file in the corpus that a check utterance links to.
  package struct IDRule: Codable, Hashable, Sendable {
    package var rule: String
    package var rows: Int
    /// The name in the first of these rows.
    package var example: String
  }

  /// A decoder marker, such as `</s>`, and the number of transcripts that contained it.
  package struct MarkerCount: Codable, Hashable, Sendable {
    package var marker: String
    package var transcripts: Int
  }
}
