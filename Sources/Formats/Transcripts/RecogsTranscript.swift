import Files

/// icefall's `recogs-*.txt` (`store_transcripts`, icefall/utils.py): two lines for each cut, whose
/// texts are Python lists of words.
///
///     1089-134686-0000-0:<TAB>ref=['HE', 'HOPED']
///     1089-134686-0000-0:<TAB>hyp=["DON'T", 'HE']
///
/// * The id is that of the cut. Its endings `-N` (the supervision) and `_sp1.1` (the speed) are
///   left out of a second name, by which utterances of the corpus are found.
/// * Words are in single or double quotes with Python's escapes.
/// * `ref=` and lines such as `timestamp_hyp=` are skipped. A list in a list is an error: it has
///   several speakers.
struct RecogsTranscript: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "ids from the start of a line, text from hyp=" }
  var textColumn: String? { nil }

  static func isLine(_ line: Substring) -> Bool {
    [":\tref=", ":\thyp="].contains { key in
      line.firstRange(of: key).map { ["[", "'", "\""].contains(line[$0.upperBound...].prefix(1)) }
        ?? false
    }
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      guard !text.isEmpty else { continue }
      guard let (id, key, value) = Self.parts(text), !id.isEmpty else {
        throw lines.problem(
          "expected an id, a tab and ref=[…] or hyp=[…]", line: line.number,
          hint: "was the file truncated?")
      }
      guard key == "hyp" else { continue }
      guard let words = Self.words(value) else {
        throw lines.problem(
          value.hasPrefix("[[")
            ? "has several speakers" : "is no list of words in Python's notation",
          line: line.number, field: "hyp")
      }
      let plain = Self.withoutEndings(id)
      try visit(
        Hypothesis(
          line: line.number, id: String(id), audio: plain == id ? nil : String(plain),
          text: words.joined(separator: " ")))
    }
  }

  /// The id, the key and the list of `ID:<TAB>KEY=LIST`.
  private static func parts(
    _ text: Substring
  ) -> (id: Substring, key: Substring, value: Substring)? {
    let scalars = text.unicodeScalars
    guard let tab = scalars.firstIndex(of: "\t"), tab > scalars.startIndex,
      scalars[scalars.index(before: tab)] == ":",
      let equals = scalars[tab...].firstIndex(of: "=")
    else { return nil }
    return (
      text[..<scalars.index(before: tab)], text[scalars.index(after: tab)..<equals],
      text[scalars.index(after: equals)...]
    )
  }

  /// The strings of a Python list; nil for other texts.
  static func words(_ list: Substring) -> [String]? {
    guard list.hasPrefix("["), list.hasSuffix("]") else { return nil }
    var rest = list.dropFirst().dropLast()
    var words: [String] = []
    while !rest.isEmpty {
      if !words.isEmpty {
        guard rest.hasPrefix(", ") else { return nil }
        rest = rest.dropFirst(2)
      }
      guard let (word, next) = PythonString.parse(rest) else { return nil }
      words.append(word)
      rest = next
    }
    return words
  }

  /// The id without `_sp1.1` and then without `-0`.
  private static func withoutEndings(_ id: Substring) -> Substring {
    var plain = id
    if let speed = plain.range(of: "_sp"), Double(plain[speed.upperBound...]) != nil {
      plain = plain[..<speed.lowerBound]
    }
    if let hyphen = plain.lastIndex(of: "-"), hyphen > plain.startIndex,
      Int(plain[plain.index(after: hyphen)...]) != nil
    {
      plain = plain[..<hyphen]
    }
    return plain
  }
}

extension Substring {
  /// The last occurrence of `text`.
  fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).last }
}
