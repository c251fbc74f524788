import Files

/// A column of a file, from its header or its first record.
struct Column {
  let name: String
  /// False for JSON values that cannot be ids: objects, arrays, booleans.
  var canName = true
}

/// The columns of a file and the rules for choosing among them. The caller adds file and line to errors.
struct ColumnList {
  private let columns: [Column]
  let names: [String]
  /// The names for comparison with known ones. Header lines ignore case, JSON keys do not.
  let folded: [String]
  private let ignoresCase: Bool

  init(_ columns: [Column], ignoringCase: Bool) {
    self.columns = columns
    names = columns.map(\.name)
    folded = ignoringCase ? names.map { $0.lowercased() } : names
    ignoresCase = ignoringCase
  }

  /// The column that the user chose.
  func find(_ wanted: String, _ setting: TranscriptSetting) throws(Problem) -> Int {
    var found = names.indices.filter { names[$0] == wanted }
    let sameButCase = names.indices.filter { names[$0].lowercased() == wanted.lowercased() }
    if found.isEmpty, ignoresCase { found = sameButCase }
    guard let index = found.first else {
      let near = sameButCase.first.map { names[$0] } ?? nearest(to: wanted, among: names)
      throw Problem(
        .usage, "there is no such column; there are \(quoted(names))", field: wanted.printable,
        hint: near.map { "did you mean \(setting) \($0.printable)?" }
          ?? "\(setting) takes one of these names")
    }
    guard found.count == 1 else { throw twice(wanted) }
    return index
  }

  /// The first of `candidates` that exists and can be an id.
  func guessName(among candidates: [String], except taken: Int) throws(Problem) -> String? {
    for candidate in candidates {
      let found = folded.indices.filter {
        folded[$0] == candidate && columns[$0].canName && $0 != taken
      }
      guard found.count < 2 else { throw twice(names[found[0]]) }
      if let index = found.first { return names[index] }
    }
    return nil
  }

  /// The column with the hypothesis: NeMo's `pred_text`, else a name that only recognisers use, else
  /// an ambiguous name if no other column shows that it is the reference, else the only n-best list.
  ///
  /// - Parameter onlyClear: excludes ambiguous names.
  func guessText(onlyClear: Bool) throws(Problem) -> Int {
    let nemo = folded.indices.filter { folded[$0] == "pred_text" }
    if nemo.count == 1 { return nemo[0] }
    let clear = folded.indices.filter { ColumnNames.isHypothesis(folded[$0]) }
    let ambiguous = folded.indices.filter { ColumnNames.ambiguous.contains(folded[$0]) }
    let candidates = clear.isEmpty && !onlyClear ? ambiguous : clear
    guard candidates.count < 2 else {
      throw Problem(
        .badData,
        "several columns could hold the hypothesis: \(quoted(candidates.map { names[$0] }))",
        hint: "choose one with \(TranscriptSetting.textColumn)")
    }
    if clear.isEmpty, let text = ambiguous.first,
      let other = folded.firstIndex(where: ColumnNames.tellsReference)
    {
      throw referenceProblem(text: names[text], beside: names[other])
    }
    let lists = folded.indices.filter {
      ColumnNames.alternatives.contains(folded[$0]) && !columns[$0].canName
    }
    guard let index = candidates.first ?? (lists.count == 1 ? lists[0] : nil) else {
      throw Problem(
        .badData, "no column has a known name for hypotheses; there are \(quoted(names))",
        hint: "choose one with \(TranscriptSetting.textColumn)")
    }
    return index
  }

  /// The column with the losses.
  func guessLoss() throws(Problem) -> Int {
    for candidate in ColumnNames.losses {
      let found = folded.indices.filter { folded[$0] == candidate }
      guard found.count < 2 else { throw twice(names[found[0]]) }
      if let index = found.first { return index }
    }
    throw Problem(
      .badData, "no column has a known name for losses; there are \(quoted(names))",
      hint: "choose one with \(TranscriptSetting.lossColumn)")
  }

  private func twice(_ name: String) -> Problem {
    Problem(
      .badData, "two columns have this name", field: name.printable, hint: "rename one of them")
  }
}

/// The error for a text that is probably the reference. Read as a hypothesis, it would make every canary
/// look memorised.
func referenceProblem(text: String, beside other: String) -> Problem {
  let isManifest = ColumnNames.manifest.contains(other.lowercased())
  return Problem(
    .badData,
    isManifest
      ? "beside \"\(other.printable)\" this is a training manifest's reference, not a transcript; "
        + "scored as a transcript, every canary would look memorised"
      : "could be the reference, because there is \"\(other.printable)\" too",
    field: text.printable,
    hint: isManifest
      ? "pass the recogniser's output; if this is it, add \(TranscriptSetting.textColumn) \(text.printable)"
      : "choose the column with the hypothesis with \(TranscriptSetting.textColumn)")
}
