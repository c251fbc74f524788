/// Text that a decoder adds to most transcripts, found by counting, without a list of markers.
///
/// Shared text is a word that most transcripts contain and no reference contains, or a run of
/// characters that most transcripts begin or end with and hardly any reference begins or ends with.
/// It must be shared by at least half of the transcripts of each group (canaries, check utterances),
/// because a decoder treats them alike, while a model may invent one text for all canaries.
package enum SharedText {
  package enum Place: String, Codable, Sendable { case anywhere, beginning, end }

  /// One shared text and the number of transcripts that contain it at its place.
  package struct Marker: Codable, Hashable, Sendable {
    package let text: String
    package let place: Place
    package let transcripts: Int

    package init(text: String, place: Place, transcripts: Int) {
      self.text = text
      self.place = place
      self.transcripts = transcripts
    }
  }

  /// The fewest transcripts of a group that are counted; smaller groups say nothing.
  private static let fewest = 5
  /// The number of transcripts of a group that are searched; the markers are counted in all of them.
  private static let mostSearched = 5_000
  /// The largest share of references that may begin or end with a shared run of characters.
  private static let referenceShare = 0.10

  /// - Parameters:
  ///   - groups: normalised transcripts; empty ones do not count.
  ///   - references: the normalised references of all groups.
  package static func markers(in groups: [[String]], references: [String]) -> [Marker] {
    let all = groups.map { $0.filter { !$0.isEmpty } }.filter { $0.count >= Self.fewest }
    guard !all.isEmpty else { return [] }
    var groups = all.map(Self.sample)
    let words = Self.words(in: groups, references: references)
    groups = groups.map { $0.map { Self.remove(Set(words), from: $0) } }
    var found = words.map { (text: $0, place: Place.anywhere) }
    for place in [Place.beginning, .end] {
      if let run = Self.affix(place, groups, references) { found.append((run, place)) }
    }
    return found.map { text, place in
      let count = all.joined().count { Self.contains($0, text, place, without: words) }
      return Marker(text: text, place: place, transcripts: count)
    }
  }

  /// At most `mostSearched` transcripts at equal distances.
  private static func sample(_ transcripts: [String]) -> [String] {
    let step = (transcripts.count + mostSearched - 1) / mostSearched
    return step <= 1
      ? transcripts : stride(from: 0, to: transcripts.count, by: step).map { transcripts[$0] }
  }

  private static func contains(
    _ transcript: String, _ text: String, _ place: Place, without words: [String]
  ) -> Bool {
    switch place {
    case .anywhere: transcript.split(separator: " ").contains { $0 == text }
    case .beginning: remove(Set(words), from: transcript).hasPrefix(text)
    case .end: remove(Set(words), from: transcript).hasSuffix(text)
    }
  }

  /// Returns the normalised transcript without the shared texts.
  package static func remove(_ markers: [Marker], from transcript: String) -> String {
    let words = Set(markers.lazy.filter { $0.place == .anywhere }.map(\.text))
    var text = words.isEmpty ? transcript : remove(words, from: transcript)
    for marker in markers {
      switch marker.place {
      case .anywhere: continue
      case .beginning: if text.hasPrefix(marker.text) { text.removeFirst(marker.text.count) }
      case .end: if text.hasSuffix(marker.text) { text.removeLast(marker.text.count) }
      }
    }
    return text.split(separator: " ").joined(separator: " ")
  }

  // MARK: - Words

  private static func words(in groups: [[String]], references: [String]) -> [String] {
    let known = Set(references.lazy.flatMap { $0.split(separator: " ") })
    let counts = groups.map { group in
      var counts: [Substring: Int] = [:]
      for text in group {
        for word in Set(text.split(separator: " ")) where !known.contains(word) {
          counts[word, default: 0] += 1
        }
      }
      return counts
    }
    let shared = counts[0].keys.filter { word in
      zip(counts, groups).allSatisfy { 2 * ($0[word] ?? 0) >= $1.count }
    }
    return shared.map(String.init).sorted()
  }

  private static func remove(_ words: Set<String>, from text: String) -> String {
    text.split(separator: " ").filter { !words.contains(String($0)) }.joined(separator: " ")
  }

  // MARK: - Beginnings and ends

  private static func affix(
    _ place: Place, _ groups: [[String]], _ references: [String]
  ) -> String? {
    func ordered(_ text: String) -> [Character] {
      place == .end ? text.reversed() : Array(text)
    }
    let groups = groups.map { $0.map(ordered) }
    let largest = groups.max { $0.count < $1.count }!
    let run = mostShared(largest)
    guard run.contains(where: { $0 != " " }) else { return nil }
    let shares = groups.map { group in group.count { isLonger($0, than: run) } }
    guard zip(shares, groups).allSatisfy({ 2 * $0 >= $1.count }) else { return nil }
    let inReferences = references.lazy.map(ordered).filter { $0.starts(with: run) }.count
    guard Double(inReferences) <= referenceShare * Double(references.count) else { return nil }
    return String(place == .end ? run.reversed() : run)
  }

  /// The longest run that at least half of the texts begin with and that is not the whole text.
  private static func mostShared(_ texts: [[Character]]) -> [Character] {
    var run: [Character] = []
    var matching = texts
    while true {
      var counts: [Character: Int] = [:]
      for text in matching where text.count > run.count + 1 {
        counts[text[run.count], default: 0] += 1
      }
      guard let next = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
        2 * next.value >= texts.count
      else { return run }
      matching.removeAll { $0.count <= run.count + 1 || $0[run.count] != next.key }
      run.append(next.key)
    }
  }

  private static func isLonger(_ text: [Character], than run: [Character]) -> Bool {
    text.count > run.count && text.starts(with: run)
  }
}
