import AuditModel
import Files

/// The ids and texts of an audit that one file has, and the copies that it shows to be used.
struct SeenFile {
  typealias Copy = TrainingSets.Copy

  enum Kind: String {
    /// A file whose utterances training used.
    case trainingSet = "training set"
    /// A file that names utterances in messages.
    case log
    /// A file whose utterances training did not use.
    case leftOut = "list of left-out utterances"
  }

  var kind: Kind
  /// True for a file that is known to have the text of every utterance.
  var holdsTexts = false
  var lines = 0
  /// The lines that name canaries or controls.
  var matches = 0
  /// The number of lines that name each copy.
  private(set) var named: [Copy: Int] = [:]
  /// The copies that are named as speed-perturbed copies.
  private(set) var perturbed: Set<Copy> = []
  /// The number of lines with the text of each trained canary.
  private(set) var texts: [Int: Int] = [:]
  /// The copies on whose lines their text is.
  private var withText: Set<Copy> = []
  /// The copies on whose lines another text, or an empty one, is.
  private var withOtherText: Set<Copy> = []

  init(_ kind: Kind = .trainingSet) { self.kind = kind }

  /// - Parameter hasText: whether a field of the line is known to be the text of the utterance.
  mutating func name(_ copy: Copy, text: Int?, hasText: Bool) {
    named[copy, default: 0] += 1
    if text == copy.canary {
      withText.insert(copy)
    } else if hasText || holdsTexts || text != nil {
      withOtherText.insert(copy)
    }
  }

  mutating func namePerturbed(_ copy: Copy) { perturbed.insert(copy) }

  mutating func addText(of canary: Int) { texts[canary, default: 0] += 1 }

  /// The copies that the file lists with another text than that of their canary. In a file that has the
  /// text of one copy beside its id, a line without one counts.
  var changed: Set<Copy> {
    (withText.isEmpty ? withOtherText : Set(named.keys)).subtracting(withText)
  }

  /// The copies that the file lists only as speed-perturbed copies.
  var onlyPerturbed: Set<Copy> { perturbed.subtracting(named.keys) }

  /// The copies that the file lists.
  var copies: Set<Copy> { Set(named.keys).subtracting(changed) }
}
