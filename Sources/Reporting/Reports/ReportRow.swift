import AuditModel
import Files
import Scoring
import Statistics

/// One canary in `report.json`.
package struct ReportRow: Codable, Hashable, Sendable {
  package var id: String
  package var role: Canary.Role
  package var repetitions: Int
  /// The id of the canary whose words a recombined control has; nil for all other roles.
  package var recombines: String?
  package var speed: Double
  package var voice: String
  /// Nil without a transcript, as are the error counts and rates below.
  package var exact: Bool?
  package var near: Bool?
  package var characterEdits: Int?
  package var characters: Int?
  package var wordEdits: Int?
  package var words: Int?
  /// The edits by kind; nil in reports of early versions.
  package var characterInsertions: Int?
  package var characterDeletions: Int?
  package var characterSubstitutions: Int?
  package var wordInsertions: Int?
  package var wordDeletions: Int?
  package var wordSubstitutions: Int?
  package var cer: Double?
  package var wer: Double?
  /// Nil without a transcript and in reports of early versions.
  @Probability package var bleu: Double? = nil
  /// Nil if it is infinite or was not computed.
  package var nearestOther: Double?
  /// Exposure in bits; nil for controls and tracers.
  package var exposure: Double?
  @Probability package var adjustedP: Double? = nil
  package var loss: Double?
  package var referenceLoss: Double?
  @Probability package var referenceAccuracy: Double? = nil
  /// Nil unless texts are revealed, as is `transcript`.
  package var text: String?
  /// The transcript as the decoder wrote it.
  package var transcript: String?

  /// - Parameter revealing: whether the row has the text and the transcript. A report reaches more
  ///   people than a ledger, so texts are left out by default.
  package init(_ row: CanaryRow, revealing: Bool) {
    id = row.canary.probeID
    role = row.canary.role
    repetitions = row.canary.repetitions
    recombines = row.canary.recombines
    speed = row.canary.speed
    voice = row.canary.voice
    exposure = row.exposure
    adjustedP = row.adjustedP
    loss = row.loss
    referenceLoss = row.referenceLoss
    referenceAccuracy = row.referenceAccuracy
    if revealing {
      text = row.canary.text
      transcript = row.score?.transcript
    }
    guard let score = row.score else { return }
    exact = score.isExact
    near = score.isNear
    characterEdits = score.characters.edits
    characters = score.characters.referenceLength
    wordEdits = score.words.edits
    words = score.words.referenceLength
    characterInsertions = score.characters.counts.insertions
    characterDeletions = score.characters.counts.deletions
    characterSubstitutions = score.characters.counts.substitutions
    wordInsertions = score.words.counts.insertions
    wordDeletions = score.words.counts.deletions
    wordSubstitutions = score.words.counts.substitutions
    cer = score.characters.rate ?? 1
    wer = score.words.rate ?? 1
    bleu = score.bleu
    nearestOther = score.nearestOtherRatio
  }

  /// The row as JSON on one line, with its keys in a fixed order.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", id)
    writer.field("role", role.rawValue)
    writer.field("repetitions", repetitions)
    if let recombines { writer.field("recombines", recombines) }
    writer.field("speed", speed)
    writer.field("voice", voice)
    if let exact { writer.field("exact", exact) }
    if let near { writer.field("near", near) }
    if let characterEdits { writer.field("character_edits", characterEdits) }
    if let characters { writer.field("characters", characters) }
    if let wordEdits { writer.field("word_edits", wordEdits) }
    if let words { writer.field("words", words) }
    for (kind, count) in [
      ("character_insertions", characterInsertions), ("character_deletions", characterDeletions),
      ("character_substitutions", characterSubstitutions), ("word_insertions", wordInsertions),
      ("word_deletions", wordDeletions), ("word_substitutions", wordSubstitutions),
    ] {
      if let count { writer.field(kind, count) }
    }
    if let cer { writer.field("cer", cer) }
    if let wer { writer.field("wer", wer) }
    if let bleu { writer.field("bleu", bleu) }
    if exact != nil {
      writer.key("nearest_other")
      if let nearestOther { writer.number(nearestOther) } else { writer.null() }
    }
    if let exposure { writer.field("exposure", exposure) }
    if let adjustedP { writer.field("adjusted_p", adjustedP) }
    if let loss { writer.field("loss", loss) }
    if let referenceLoss { writer.field("reference_loss", referenceLoss) }
    if let referenceAccuracy { writer.field("reference_accuracy", referenceAccuracy) }
    if let text { writer.field("text", text) }
    if let transcript { writer.field("transcript", transcript) }
    writer.endObject()
    return escapingHiddenScalars(writer.bytes)
  }
}
