import AuditModel
import Files
import Transcripts

/// Finds the probe that a row of a transcript belongs to.
///
/// The id, or the name of the audio file without its extension, is compared first. Toolkits also
/// decorate ids (`speaker-ID`, `ID-0`, upper case, a directory with backslashes), and decoders replace
/// the links of check utterances by the files in the corpus. Both are recognised where they leave one
/// probe only.
struct ProbeIndex {
  enum Slot: Hashable {
    case probe(Int)
    case checkUtterance(Int)
    case naturalSpeedProbe(Int)
  }

  /// The rule by which a row was matched.
  enum Rule: String, CaseIterable {
    /// The id or the name of the file is that of the probe.
    case exact
    /// The random part of one probe's id is a word of the name.
    case idInName = "id-in-name"
    /// The path is that of the file in the corpus that a check utterance links to.
    case source
    /// The row has the place of the probe in the list that was transcribed.
    case order
  }

  struct Match {
    let name: String
    let slot: Slot
    let rule: Rule
  }

  private var slots: [String: Slot] = [:]
  /// The slots by the random part of their ids; nil for a part that several ids share.
  private var randomParts: [String: Slot?] = [:]
  /// The files of check utterances in the corpus, by their names without extension.
  private var sources: [String: [(path: [Substring], slot: Slot)]] = [:]

  /// Ids have 20 random hexadecimal digits. Shorter words can occur in other names by chance.
  private static let fewestDigits = 16

  init(_ ledger: Ledger) {
    slots.reserveCapacity(ledger.probes.count + ledger.checkUtterances.count)
    for (index, probe) in ledger.probes.enumerated() {
      add(probe.probeID, .probe(index))
      if let naturalSpeedProbe = probe.naturalSpeedID {
        add(naturalSpeedProbe, .naturalSpeedProbe(index))
      }
    }
    for (index, checkUtterance) in ledger.checkUtterances.enumerated() {
      add(checkUtterance.probeID, .checkUtterance(index))
      guard let source = checkUtterance.source else { continue }
      sources[stem(of: source), default: []]
        .append((path: components(of: source), slot: .checkUtterance(index)))
    }
  }

  private mutating func add(_ id: String, _ slot: Slot) {
    slots[id] = slot
    guard let part = Self.randomPart(of: id) else { return }
    randomParts[part] = .some(randomParts[part] == nil ? slot : nil)
  }

  /// The probe of a row; nil if there is none or if several are possible.
  func match(_ hypothesis: Hypothesis) -> Match? {
    let names = [hypothesis.id, hypothesis.audio].compactMap(\.self)
    for name in names {
      for candidate in [name, stem(of: name)] {
        if let slot = slots[candidate] { return Match(name: candidate, slot: slot, rule: .exact) }
      }
    }
    for name in names {
      let trimmed = String(name.trimming(while: \.isWhitespace))
      for candidate in [trimmed, stem(of: trimmed), stem(of: trimmed.replacing("\\", with: "/"))] {
        if let slot = slots[candidate] {
          return Match(name: candidate, slot: slot, rule: .idInName)
        }
      }
      if let slot = slotNamed(in: trimmed) { return Match(name: name, slot: slot, rule: .idInName) }
    }
    for name in names {
      if let slot = slot(ofSource: name) { return Match(name: name, slot: slot, rule: .source) }
    }
    return nil
  }

  /// True if a text has the id of a probe as a word.
  func namesProbe(_ text: String) -> Bool {
    Self.words(of: text).contains { randomParts[$0] != nil }
  }

  /// The one probe whose random part is a word of `name`.
  private func slotNamed(in name: String) -> Slot? {
    let found = Set(
      Self.words(of: name).compactMap { word in randomParts[word].flatMap(\.self) })
    return found.count == 1 ? found.first : nil
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// The last word of an id, if it is random.
  private static func randomPart(of id: String) -> String? {
    let isASCII = id.utf8.allSatisfy { $0 < 0x80 }
    guard isASCII else { return words(of: id).last.flatMap { isRandom($0) ? $0 : nil } }
    func isLetterOrDigit(_ byte: UInt8) -> Bool {
      (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }
    let end = id.utf8.lastIndex(where: isLetterOrDigit).map { id.utf8.index(after: $0) }
    let word = id.utf8.prefix(upTo: end ?? id.startIndex)
    let start = word.lastIndex { !isLetterOrDigit($0) }.map { word.index(after: $0) }
    let last = word.suffix(from: start ?? id.startIndex)
    guard last.count >= fewestDigits else { return nil }
    let lowercased = Substring(last).lowercased()
    return isRandom(lowercased) ? lowercased : nil
  }

  private static func isRandom(_ word: String) -> Bool {
    word.utf8.count >= fewestDigits && word.allSatisfy(\.isHexDigit)
  }

  // MARK: - Sources

  /// The one check utterance whose file in the corpus `name` denotes: the same path, the end of it, or
  /// the same folder and file on another disk.
  private func slot(ofSource name: String) -> Slot? {
    let path = components(of: name.replacing("\\", with: "/"))
    guard let last = path.last, let candidates = sources[stem(of: name)] else { return nil }
    if let exact = candidates.first(where: { $0.path == path }) { return exact.slot }
    let hasExtension = last.contains(".")
    let found = candidates.filter { source in
      if path.count == 1, !hasExtension { return true }
      let shared = zip(path.reversed(), source.path.reversed()).prefix { $0 == $1 }.count
      return shared == path.count || shared >= 2
    }
    return found.count == 1 ? found[0].slot : nil
  }

  private func components(of path: String) -> [Substring] {
    path.split(separator: "/").filter { $0 != "." }
  }
}

extension String {
  fileprivate func trimming(while isOuter: (Character) -> Bool) -> Substring {
    var text = Substring(self)
    while let first = text.first, isOuter(first) { text.removeFirst() }
    while let last = text.last, isOuter(last) { text.removeLast() }
    return text
  }
}
