import Files
import Manifests

/// The check utterances of an audit. Utterances whose audio can be decoded are preferred.
///
/// The probe set of a corpus of archives has copies of the audio, so utterances without audio are left
/// out of it. Audio that this program cannot decode stays if there is no other: the toolkit may read it.
struct CheckUtteranceChoice {
  let utterances: [Utterance]
  /// A message about audio that cannot be decoded; nil if all of it can.
  let warning: String?

  /// - Parameters:
  ///   - drawn: the utterances to use if all of them have audio.
  ///   - spare: more utterances of the corpus in random order.
  init(_ drawn: CorpusSample, spare: () throws(Problem) -> CorpusSample) throws(Problem) {
    var items = drawn.items
    let defects = items.map(\.defect)
    let bad = items.indices.filter { defects[$0] != nil }
    guard !bad.isEmpty else {
      utterances = items.map(\.utterance)
      warning = nil
      return
    }
    let taken = Set(items.map(\.place))
    let free = try spare().items.lazy.filter {
      !taken.contains($0.place) && $0.file != nil && $0.defect == nil
    }
    var left = bad
    for item in free.prefix(bad.count) { items[left.removeFirst()] = item }
    let isArchived = items.contains(where: \.isArchived)
    let missing = left.filter {
      if case .missing = defects[$0] { true } else { false }
    }
    let dropped = isArchived ? Set(missing) : []
    utterances = items.indices.filter { !dropped.contains($0) }.map { items[$0].utterance }
    warning =
      Self.found(bad.compactMap { defects[$0] }, of: items.count)
      + Self.consequence(
        missing: missing.count, unreadable: left.count - missing.count, isArchived: isArchived)
  }

  private static func found(_ defects: [AudioDefect], of count: Int) -> String {
    let unreadable = defects.compactMap { defect -> String? in
      if case .unreadable(let label) = defect { label } else { nil }
    }
    let says =
      switch unreadable.count {
      case 0: "does not exist"
      case defects.count: "cannot be decoded (the first: \(unreadable[0]))"
      default: "does not exist or cannot be decoded (\(unreadable[0]))"
      }
    return "the audio of \(defects.count) of \(count) utterances of a random sample \(says)"
  }

  private static func consequence(missing: Int, unreadable: Int, isArchived: Bool) -> String {
    if missing + unreadable == 0 {
      return "; the check utterances are others whose audio exists and can be decoded"
    }
    if isArchived, missing > 0 { return ", so there are \(missing) check utterances fewer" }
    if missing > 0 {
      return
        ", so \(missing) check utterances have no audio and 'verify' will fail; is a disk missing?"
    }
    return ", so \(unreadable) check utterances have audio that cannot be decoded"
  }
}
