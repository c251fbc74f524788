import Files

/// JSON objects, one a line or in an array; the common part of the JSON formats. The chosen columns
/// are decoded; all others are checked and skipped.
///
/// Blank lines are skipped. A duplicate of a chosen key is an error, because JSON readers disagree
/// about which value counts.
struct JSONRecords {
  let lines: TranscriptLines
  let choice: ColumnChoice
  private let id: JSONKey?
  private let audio: JSONKey?
  private let text: JSONKey
  private let nBest: [JSONKey]
  private let spansLines: Bool

  /// - Parameter spansLines: whether an object may span lines and be an element of an array.
  init(_ lines: TranscriptLines, _ choice: ColumnChoice, spansLines: Bool = false) {
    self.lines = lines
    self.choice = choice
    self.spansLines = spansLines
    nBest = choice.hasAlternatives ? ColumnNames.alternatives.map(JSONKey.init) : []
    id = choice.id.map(JSONKey.init)
    audio = choice.audio.map(JSONKey.init)
    text = JSONKey(choice.text)
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    var lists = ListKinds()
    if spansLines {
      var elements = JSONElements(lines)
      while let element = try elements.next() { try visit(try hypothesis(element, &lists)) }
    } else {
      while let line = try lines.next() {
        if !line.bytes.isBlank { try visit(try hypothesis(line, &lists)) }
      }
    }
    if let line = lists.words, !lists.hasPhrases {
      throw lines.problem(
        "is a list of single words, as all lists of this file are: they may be the words of one "
          + "hypothesis", line: line, field: choice.text,
        hint: "join the words by spaces, or write the best hypothesis as a string")
    }
  }

  /// The lists of the text column: several hypotheses, or the words of one.
  private struct ListKinds {
    /// The first line with a list of two or more single words.
    var words: Int?
    /// Whether a list has a text of several words.
    var hasPhrases = false

    mutating func add(_ texts: [String], line: Int) {
      if texts.contains(where: { $0.contains(where: \.isWhitespace) }) {
        hasPhrases = true
      } else if texts.count > 1, !texts.contains("") {
        words = words ?? line
      }
    }
  }

  private func hypothesis(
    _ line: Line, _ lists: inout ListKinds
  ) throws(Problem) -> Hypothesis {
    let values = try scanRecord(line, of: lines, isLine: !spansLines) { scanner throws(JSONError) in
      try read(line.bytes, &scanner)
    }
    guard let text = values.text else {
      throw lines.problem(
        "is missing on this line", line: line.number, field: choice.text,
        hint: choice.content == .losses
          ? "every line needs the columns of the first; write null where there is no loss"
          : "every line needs the columns of the first; leave out what was not transcribed")
    }
    if let list = values.list { lists.add(list, line: line.number) }
    if choice.content == .hypotheses, text.allSatisfy(\.isWhitespace),
      let failure = try failure(line)
    {
      throw lines.failure(failure, line: line.number)
    }
    if let manifestKey = values.manifestKey {
      throw referenceProblem(text: choice.text, beside: manifestKey)
        .located(in: lines.name, line: line.number)
    }
    if values.id == nil, values.audio == nil, let field = choice.id ?? choice.audio,
      !choice.matchesByOrder
    {
      throw lines.problem(
        "is missing or empty on this line, so the utterance has no id", line: line.number,
        field: field)
    }
    return Hypothesis(
      line: line.number, id: values.id, audio: values.audio, text: text,
      alternatives: values.alternatives.filter { $0 != text })
  }

  /// The key that states a failure; nil if none does.
  private func failure(_ line: Line) throws(Problem) -> String? {
    try scanRecord(line, of: lines) { scanner throws(JSONError) in
      var failure: String?
      try scanner.object { (key, scanner) throws(JSONError) in
        let name = scanner.text(key)
        guard FailureMark.isName(name), name != choice.text else { return try scanner.skip() }
        if try scanner.tellsFailure(name) { failure = name }
      }
      return failure
    }
  }

  private struct Values {
    /// The elements of a text that is a list.
    var list: [String]?
    var id: String?
    var audio: String?
    var text: String?
    var alternatives: [String] = []
    /// A key which shows that an ambiguous text is the reference.
    var manifestKey: String?
  }

  private func read(
    _ bytes: ArraySlice<UInt8>, _ scanner: inout JSONScanner
  ) throws(JSONError) -> Values {
    var values = Values()
    try scanner.object { (key, scanner) throws(JSONError) in
      if text.matches(key, of: bytes, scanner) {
        guard values.text == nil else { throw scanner.twice(choice.text) }
        values.text =
          switch choice.content {
          case .hypotheses:
            try scanner.hypothesis(choice.text, rest: &values.alternatives, list: &values.list)
          case .losses: try scanner.loss(choice.text, of: bytes)
          case .names: try scanner.audio(choice.text, of: bytes) ?? ""
          }
      } else if let id, id.matches(key, of: bytes, scanner) {
        guard values.id == nil else { throw scanner.twice(id.name) }
        values.id = try scanner.name(id.name, of: bytes)
      } else if let audio, audio.matches(key, of: bytes, scanner) {
        guard values.audio == nil else { throw scanner.twice(audio.name) }
        values.audio = try scanner.audio(audio.name, of: bytes)
      } else if nBest.contains(where: { $0.matches(key, of: bytes, scanner) }),
        try scanner.kind() == .array
      {
        values.alternatives += try scanner.alternatives()
      } else {
        if choice.isAmbiguous, values.manifestKey == nil {
          let name = scanner.text(key)
          if ColumnNames.tellsReference(name) || ColumnNames.ambiguous.contains(name) {
            values.manifestKey = name
          }
        }
        try scanner.skip()
      }
    }
    return values
  }
}
