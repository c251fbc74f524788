import AuditModel
import Files
import Manifests

/// A reason why canaries cannot be injected, verified or removed. The messages name no options;
/// the command adds those.
package enum InjectionProblem: ProblemCause {
  // MARK: - Texts

  /// Too few words to draw from.
  case tooFewWords(Int)
  /// The texts of `length` units cannot be spelled in tokens, or CTC needs longer audio for them.
  case textsDoNotFit(length: Int, unit: PhraseUnit)
  /// There are not enough different texts.
  case tooFewTexts(length: Int, unit: PhraseUnit, inventory: Int, canaries: Int)
  /// Texts that are drawn again keep occurring in the corpus.
  case textsOccurInCorpus(length: Int, unit: PhraseUnit)
  /// The tokens spell less than half of the units that texts are drawn from.
  case cannotSpell(scalars: [Unicode.Scalar], isOtherCase: Bool)

  // MARK: - Audio

  /// Canaries are longer than the recipe keeps: all of one speed, or some at any speed.
  case tooLong(maxSeconds: Double, speed: Double?)
  /// No audio of the corpus shows the format of the canaries.
  case unknownAudioFormat(reason: Problem?)
  case unknownCorpusLength
  /// The corpus has a file `spk2gender`, and no gender is known for these voices.
  case unknownGender(voices: [String])

  // MARK: - The corpus and the design

  /// - Parameters:
  ///   - smaller: a design that would fit; nil if none can decide anything.
  ///   - sufficientShare: a share that allows the design; nil if the canaries would be most of the
  ///     training audio.
  case shareTooLarge(share: Double, limit: Double, smaller: Design?, sufficientShare: Double?)
  /// Every entry of the corpus has these fields, and their values for canaries are unknown.
  /// - Parameter isDirectory: true if the fields are files of a Kaldi directory.
  case varyingFields([VaryingField], isDirectory: Bool)
  /// The corpus has a canary of another audit.
  case alreadyInjected(id: String, ledger: String)

  // MARK: - The output

  /// The loaders of the manifest cannot read paths below the output.
  case unreadablePaths(reason: String)
  /// The loaders of the manifest resolve relative paths against the working directory.
  case noRelativePaths(ManifestFormat)
  /// The audio of a corpus of this format has one container only.
  case otherContainer(needed: AudioFormat.Container, format: ManifestFormat)

  // MARK: - Keys, verification and removal

  case notAPrivateKey
  case notAPublicKey
  case noCommitment
  case unsigned
  /// The manifest has another format than the one that the ledger belongs to.
  case otherFormat(expected: String)
  case missingEntries([String], of: Int)

  package var kind: Problem.Kind {
    switch self {
    case .textsDoNotFit, .tooFewTexts, .textsOccurInCorpus, .tooLong, .cannotSpell: .preflight
    case .shareTooLarge, .unreadablePaths, .noRelativePaths, .otherContainer: .usage
    case .noCommitment, .unsigned: .missingInput
    case .unknownAudioFormat(let reason): reason?.kind ?? .badData
    case .tooFewWords, .unknownCorpusLength, .unknownGender, .alreadyInjected,
      .notAPrivateKey, .notAPublicKey, .otherFormat, .missingEntries, .varyingFields:
      .badData
    }
  }

  package var field: String? {
    switch self {
    case .shareTooLarge: "max_share"
    case .unreadablePaths: "output"
    case .noRelativePaths: "relative"
    case .otherContainer: "container"
    case .notAPrivateKey: "private_key"
    case .notAPublicKey: "public_key"
    default: nil
    }
  }

  package var message: String {
    switch self {
    case .tooFewWords(let count): "there are only \(count) words to draw from"
    case .textsDoNotFit(let length, let unit):
      "no text of \(length) \(unit.rawValue) fits: the tokens cannot spell it, or CTC would need "
        + "longer audio than the recipe keeps"
    case .tooFewTexts(let length, let unit, let inventory, let canaries):
      "there are not enough different texts of \(length) \(unit.rawValue) from \(inventory) for "
        + "\(canaries) canaries"
    case .textsOccurInCorpus(let length, let unit):
      "texts of \(length) \(unit.rawValue) occur in the corpus even after they were drawn again "
        + "many times"
    case .cannotSpell(let scalars, let isOtherCase):
      "the tokens cannot spell \(abbreviatedList(scalars.map { "'\(String($0).printable)'" }))"
        + (isOtherCase ? ": they have letters of the other case only" : "")
    case .tooLong(let maxSeconds, let speed):
      (speed.map { "at \(trimmed($0))x every canary is" } ?? "some canaries are")
        + " longer than the \(trimmed(maxSeconds)) s that the recipe keeps"
    case .unknownAudioFormat(let reason):
      "the audio format of the corpus is unknown, because none of its audio can be read ("
        + (reason.map { "the first problem: \($0)" } ?? "it names no plain audio file") + ")"
    case .unknownCorpusLength:
      "the length of the corpus is unknown: neither the manifest nor the audio states it"
    case .unknownGender(let voices):
      "this file needs the gender of every speaker, and it is unknown for the voices "
        + voices.prefix(10).joined(separator: ", ") + (voices.count > 10 ? ", …" : "")
    case .shareTooLarge(let share, let limit, _, _):
      "the canaries would be \(percent(share)) of all training audio, more than the allowed "
        + percent(limit)
    case .varyingFields(let fields, let isDirectory):
      "every \(isDirectory ? "utterance or speaker has a line in these files" : "entry has these fields")"
        + ", and the values for canaries are unknown; loaders and recipes may drop entries without "
        + "them: " + fields.map(description).joined(separator: "; ")
    case .alreadyInjected(let id, let ledger):
      "this manifest already has canaries: '\(id)' belongs to \(ledger)"
    case .unreadablePaths(let reason): "loaders cannot read audio in this directory: \(reason)"
    case .noRelativePaths(let format):
      "loaders of this format (\(format.rawValue)) resolve paths against the working directory, not the "
        + "manifest's directory"
    case .otherContainer(let needed, let format):
      "loaders of this format (\(format.rawValue)) read \(needed.rawValue.uppercased()) only"
    case .notAPrivateKey: "this is not an Ed25519 private key in PEM form"
    case .notAPublicKey: "this is not an Ed25519 public key in PEM form"
    case .noCommitment: "there is no commitment"
    case .unsigned: "the commitment is not signed"
    case .otherFormat(let expected):
      "the ledger belongs to a manifest of another format: \(expected)"
    case .missingEntries(let ids, let all):
      "\(ids.count) of \(all) injected entries are not in this manifest: "
        + ids.prefix(10).joined(separator: ", ") + (ids.count > 10 ? ", …" : "")
    }
  }

  private func description(_ field: VaryingField) -> String {
    let examples = field.examples.joined(separator: ", ")
    return "\(field.name.printable) ("
      + (field.isConstant
        ? "\(examples) in every entry, which may be the length of its audio)" : "\(examples), …)")
  }

  package var hint: String? {
    switch self {
    case .unknownGender:
      "Kaldi allows a data directory without spk2gender: inject into a copy that lacks this file, "
        + "or use voices whose gender is known"
    case .varyingFields(_, let isDirectory):
      "state a value for each of them, or use a corpus without them"
        + (isDirectory
          ? ""
          : "; {text}, {id}, {speaker}, {seconds}, {milliseconds}, {samples} and {bytes} are values of "
            + "the canary")
    case .otherFormat: "name the manifest or the data directory in the audit's folder train"
    case .unknownCorpusLength:
      "Kaldi's utils/data/get_utt2dur.sh writes utt2dur"
    case .unreadablePaths: "name another directory"
    case .notAPrivateKey: "openssl genpkey -algorithm ed25519 -out key.pem makes one"
    case .notAPublicKey: "openssl pkey -in key.pem -pubout -out public.pem"
    default: nil
    }
  }
}
