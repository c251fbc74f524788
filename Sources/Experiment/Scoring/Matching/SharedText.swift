/// Text that a decoder adds to most transcripts, found by counting, without a list of markers.
///
/// Shared text is a word that most transcripts contain and no reference contains, or a run of
/// characters that most transcripts begin or end with and hardly any reference begins or ends with.
/// It must be shared by more than half of the transcripts of each group (canaries, check utterances),
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

  /// The fewest different transcripts of a group that are counted; smaller groups say nothing.
  private static let fewest = 5
  /// The number of transcripts of a group that are searched; the markers are counted in all of them.
  private static let mostSearched = 5_000
  /// The largest share of references that may begin or end with a shared run of characters.
  private static let referenceShare = 0.10

  /// The normalised transcripts of one kind of probe, and the normalised references of all probes of
  /// this kind.
  package struct Group: Sendable {
    package var transcripts: [String]
    package var references: [String]

    package init(transcripts: [String], references: [String]) {
      self.transcripts = transcripts
      self.references = references
    }
  }

  /// - Parameter groups: empty transcripts do not count.
  package static func markers(in groups: [Group]) -> [Marker] {
    let all = groups.flatMap(\.transcripts)
    let references = groups.map(\.references)
    var groups = groups.map {
      Group(transcripts: distinct($0.transcripts), references: $0.references)
    }
    groups.removeAll { $0.transcripts.count < fewest }
    guard !groups.isEmpty else { return [] }
    for place in groups.indices { groups[place].transcripts = sample(groups[place].transcripts) }
    let words = words(in: groups, references)
    for place in groups.indices {
      groups[place].transcripts = groups[place].transcripts.map { remove(Set(words), from: $0) }
    }
    var found = words.map { (text: $0, place: Place.anywhere) }
    for place in [Place.beginning, .end] {
      if let run = affix(place, groups) { found.append((run, place)) }
    }
    return found.map { text, place in
      let count = all.count { contains($0, text, place, without: words) }
      return Marker(text: text, place: place, transcripts: count)
    }
  }

  /// Each transcript once: a model that invents one text for everything adds it to nothing.
  private static func distinct(_ transcripts: [String]) -> [String] {
    var seen: Set<String> = []
    return transcripts.filter { !$0.isEmpty && seen.insert($0).inserted }
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

  /// The words that most transcripts of each group contain and no reference of any group does.
  private static func words(in groups: [Group], _ references: [[String]]) -> [String] {
    let counts = groups.map { group in
      var counts: [Substring: Int] = [:]
      for text in group.transcripts {
        for word in Set(text.split(separator: " ")) { counts[word, default: 0] += 1 }
      }
      return counts
    }
    var shared = Set(
      counts[0].keys.filter { word in
        zip(counts, groups).allSatisfy { 2 * ($0[word] ?? 0) > $1.transcripts.count }
      })
    for text in references.joined() {
      if shared.isEmpty { break }
      for word in text.split(separator: " ") { shared.remove(word) }
    }
    return shared.map(String.init).sorted()
  }

  private static func remove(_ words: Set<String>, from text: String) -> String {
    text.split(separator: " ").filter { !words.contains(String($0)) }.joined(separator: " ")
  }

  // MARK: - Beginnings and ends

  private static func affix(_ place: Place, _ groups: [Group]) -> String? {
    func ordered(_ texts: [String]) -> [[Character]] {
      texts.map { place == .end ? $0.reversed() : Array($0) }
    }
    let texts = groups.map { ordered($0.transcripts) }
    let longest = mostShared(texts.max { $0.count < $1.count }!)
    // A longer run begins fewer texts and fewer references. Of the runs that begin more than half of
    // the texts of each group, the longest one therefore begins the fewest references.
    let run = longest.prefix(texts.map { lengthOfMost($0, sharing: longest) }.min()!)
    guard run.contains(where: { $0 != " " }) else { return nil }
    let isRare = groups.allSatisfy { group in
      Double(ordered(group.references).count { $0.starts(with: run) })
        <= referenceShare * Double(group.references.count)
    }
    guard isRare else { return nil }
    return String(place == .end ? Array(run.reversed()) : Array(run))
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

  /// The length of the longest beginning of `run` that more than half of the texts begin with and
  /// continue after.
  private static func lengthOfMost(_ texts: [[Character]], sharing run: [Character]) -> Int {
    let lengths = texts.map { text in
      min(zip(text, run).prefix { $0 == $1 }.count, max(0, text.count - 1))
    }
    return lengths.sorted(by: >)[texts.count / 2]
  }
}
