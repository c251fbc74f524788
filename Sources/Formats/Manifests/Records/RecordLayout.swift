import Files

/// The layout of a record-oriented manifest: its syntax, the fields with a meaning, and the rules of
/// the loaders that read it. Each format is one value of this type.
struct RecordLayout: Sendable {
  /// The loader's name in messages.
  var loader: String
  var syntax: RecordSyntax
  /// False for a table whose columns are named by their numbers from 1.
  var hasHeader = false
  /// The names that a field of each role may have; the best first.
  var names: [FieldRole: [String]]
  /// The roles without which the loader or this program cannot use a record.
  var required: Set<FieldRole> = [.audio, .text]
  var durationUnit = DurationUnit.seconds
  var audio: AudioRule
  /// Fields whose value follows from the utterance, beside those with a role.
  var measures: [String: Measure] = [:]
  /// The values that canaries have in well-known columns whose values vary.
  var usualValues: [String: String] = [:]
  /// The effect of a fault on the loader, as the end of a sentence. A fault that is not listed is tolerated.
  var faults: [RecordFault: String] = [:]
  /// Fields that `standardFields` writes although they have no role.
  var fixedFields: Set<String> = []
  /// True if several of the names of a role may occur in one file.
  var mixesNames = false
  /// True if the probe manifest must have the name of the user's manifest.
  var keepsName = false
  /// The characters that mark a variable, which the loader replaces in every field.
  var variableMarks = ""
  /// The keys that objects may have, where the loader refuses others, by the path of the object: empty
  /// for the record, `recording.` for an object in it.
  var knownKeys: [String: Set<String>] = [:]
  /// Keys inside objects that canaries do not get although entries may have them.
  var lostKeys: Set<String> = []
  /// The kinds of object that are read, where a record states its kind.
  var types: Set<String> = []
  /// The number of code points from which a relative path is not resolved.
  var longestRelativePath = Int.max
  /// Writes the fields of an injected entry whose shape the loader prescribes; nil for entries with one
  /// value for each role.
  var standardFields: (@Sendable (inout JSONWriter, InjectedUtterance, EntryContext) -> Void)?
}

/// The properties of a corpus that an injected entry needs.
struct EntryContext {
  let language: String?
  let hasSpeakers: Bool
}

/// A fault of a manifest that loaders treat differently.
enum RecordFault: Hashable, Sendable {
  case byteOrderMark
  /// A row with another number of fields than the header.
  case unevenRow
  case missingDuration
  /// A blank line is kept; the message is a warning.
  case blankLine
  case repeatedID
  /// An absolute path, or one that leads out of the manifest's directory.
  case escapingPath
  /// An id that occurs twice, in a format whose loader reads both records; the message is a warning.
  case sharedID
  /// A field that starts with a quote and does not end with one, in a table without quotes; the message
  /// is a warning.
  case openQuote
  /// A record without a text, which the loader reads and this program does not.
  case missingText
  /// A key that is not among `knownKeys`.
  case unknownKey
  /// A compressed file whose name does not end in `.gz`, or the reverse.
  case otherCompression
  /// A name that ends in `.jsonl`; the message is a warning.
  case otherExtension
  /// A path with the name of a split, such as `test`; the message is a warning.
  case splitName
}

/// A value that follows from an injected utterance.
package enum Measure: String, CaseIterable, Sendable {
  case text
  case id
  case speaker
  case path
  case seconds
  case milliseconds
  case samples
  /// The size of the audio file in bytes.
  case bytes
  /// The number of words, or of characters in a text without spaces.
  case tokens
  /// Numbers that stand for the id and for the speaker, for columns of numbers.
  case idNumber = "id_number"
  case speakerNumber = "speaker_number"

  func value(of utterance: InjectedUtterance) -> String {
    switch self {
    case .text: utterance.text
    case .id: utterance.id
    case .speaker: utterance.speaker.id
    case .path: utterance.audioPath
    case .seconds: "\(utterance.seconds)"
    case .milliseconds: "\(Int(DurationUnit.milliseconds.length(of: utterance)))"
    case .samples: "\(utterance.frames)"
    case .bytes: "\(utterance.fileBytes)"
    case .tokens:
      "\(utterance.text.contains(" ") ? utterance.text.split(separator: " ").count : utterance.text.count)"
    case .idNumber: "\(number(for: utterance.id))"
    case .speakerNumber: "\(number(for: utterance.speaker.id))"
    }
  }

  /// FNV-1a with 64 bits (Fowler, Noll and Vo 1991), reduced to nine digits.
  private func number(for name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      % 1_000_000_000
  }

  /// False for values that are written as JSON numbers.
  var isString: Bool {
    switch self {
    case .text, .id, .speaker, .path: true
    case .seconds, .milliseconds, .samples, .bytes, .tokens, .idNumber, .speakerNumber: false
    }
  }
}
