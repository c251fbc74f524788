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
  /// True for a file that is known to list utterances, whatever its first line looks like.
  var isTable = false
  var lines = 0
  /// The lines that name canaries or controls.
  var matches = 0
  /// The number of lines that name each copy.
  private(set) var named: [Copy: Int] = [:]
  /// The copies that are named as speed-perturbed copies.
  private(set) var perturbed: Set<Copy> = []
  /// The number of occurrences of the text of each trained canary.
  private(set) var texts: [Int: Int] = [:]
  /// The copies beside which their text is.
  private var withText: Set<Copy> = []
  /// The copies beside which another text, or an empty one, is.
  private var withOtherText: Set<Copy> = []
  /// Lines that have a text in a named field, and name no utterance.
  private var textLines = 0
  private var mentionedOnly: Set<Copy> = []
  /// Entries with the text of a canary under the name of a speed-perturbed copy.
  var perturbedTexts = 0
  /// True if the last line of a log said that an utterance is left out and named none.
  var awaitsName = false
  /// The end of the last line of a log, which may be wrapped.
  var wrapped: [UInt8] = []
  /// Lines in words, as in logs and in tables of texts.
  private(set) var proseLines = 0
  /// The first words of the first of them.
  private var firstWords: Set<[UInt8]> = []

  private static let sampledLines = 1_000

  init(_ kind: Kind = .trainingSet) { self.kind = kind }

  /// - Parameters:
  ///   - hasText: whether the text of the copy's canary is beside its name.
  ///   - hasOther: whether a field of the line is known to be the text of the utterance.
  mutating func name(_ copy: Copy, hasText: Bool, hasOther: Bool) {
    named[copy, default: 0] += 1
    if hasText {
      withText.insert(copy)
    } else if hasOther || holdsTexts {
      withOtherText.insert(copy)
    }
  }

  mutating func addProse(_ line: ArraySlice<UInt8>) {
    if proseLines < Self.sampledLines {
      firstWords.insert(Array(line.drop { $0 <= 0x20 }.prefix { $0 > 0x20 }.prefix(100)))
    }
    proseLines += 1
  }

  /// True for lines of words of which many begin alike. The lines of a list of utterances begin with
  /// different ids.
  var isProse: Bool {
    proseLines > 0
      && Double(firstWords.count) < 0.9 * Double(min(proseLines, Self.sampledLines))
  }

  /// Notes that the file names a copy which does not count.
  mutating func mention(_ copy: Copy) { mentionedOnly.insert(copy) }

  mutating func namePerturbed(_ copy: Copy) { perturbed.insert(copy) }

  mutating func addText(of canary: Int) { texts[canary, default: 0] += 1 }

  mutating func addTextLine() { textLines += 1 }

  /// All copies that the file names in any way.
  var mentioned: Set<Copy> { perturbed.union(named.keys).union(mentionedOnly) }

  /// The copies that the file lists only as speed-perturbed copies.
  var onlyPerturbed: Set<Copy> { perturbed.subtracting(named.keys) }

  /// The copies that the file lists with another text than that of their canary, or with none.
  ///
  /// In a file that has the text of one copy beside its id, a line without one counts. In a file that has
  /// ids and texts on different lines, as many copies of a canary count as there are texts of it.
  var changed: Set<Copy> {
    let unclear = Set(named.keys).subtracting(withText).subtracting(withOtherText)
    guard withText.isEmpty, !texts.isEmpty || textLines > 0 else {
      return withText.isEmpty ? withOtherText : withOtherText.union(unclear)
    }
    var left = texts
    var missing = withOtherText
    for copy in unclear.sorted(by: { ($0.canary, $0.number) < ($1.canary, $1.number) }) {
      if left[copy.canary, default: 0] > 0 {
        left[copy.canary]! -= 1
      } else {
        missing.insert(copy)
      }
    }
    return missing
  }

  /// The copies that the file lists.
  var copies: Set<Copy> { Set(named.keys).subtracting(changed) }
}
