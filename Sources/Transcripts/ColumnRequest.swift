import Files

/// A column that a file has, as its header or its first record shows.
struct Column {
  let name: String
  /// False for JSON values that cannot name an utterance: objects, arrays, booleans.
  var canName = true
}

/// Where a file's hypotheses are. At least one of `id` and `audio` is there.
struct ColumnChoice {
  var id: String?
  var audio: String?
  let text: String
  /// The text column was guessed by a name that corpora use for their references too.
  let isAmbiguous: Bool

  /// `ids from "id" or "audio", text from "hyp"`.
  var sources: String {
    let ids = [id, audio].compactMap { $0 }.map { "\"\($0.printable)\"" }
    return "ids from \(ids.joined(separator: " or ")), text from \"\(text.printable)\""
  }
}

/// The columns that the user named; what is nil is guessed.
struct ColumnRequest {
  let id: String?
  let text: String?

  /// Finds the columns to read.
  ///
  /// - Parameters:
  ///   - ignoringCase: header lines are compared without case, JSON keys with it.
  ///   - onlyClear: never guess a column that could be the reference.
  /// - Throws: a problem without a place, which the caller adds.
  func choose(
    from columns: [Column], ignoringCase: Bool = false, onlyClear: Bool = false
  ) throws(Problem) -> ColumnChoice {
    let names = columns.map(\.name)
    let folded = names.map { ignoringCase ? $0.lowercased() : $0 }
    let textIndex: Int
    if let text {
      textIndex = try find(text, option: "--text-column", names, folded)
    } else {
      textIndex = try guessText(names, folded, onlyClear)
    }
    var choice = ColumnChoice(
      text: names[textIndex],
      isAmbiguous: text == nil && ColumnNames.ambiguous.contains(folded[textIndex]))
    if let id {
      let index = try find(id, option: "--id-column", names, folded)
      guard index != textIndex else {
        throw Problem(
          .usage, "cannot name the utterance and be its hypothesis too", field: id.printable,
          hint: "--id-column and --text-column name two columns")
      }
      let isAudio = ColumnNames.audio.contains(folded[index])
      if isAudio { choice.audio = names[index] } else { choice.id = names[index] }
      return choice
    }
    func guess(_ candidates: [String]) throws(Problem) -> String? {
      for candidate in candidates {
        let found = folded.indices.filter {
          folded[$0] == candidate && columns[$0].canName && $0 != textIndex
        }
        guard found.count < 2 else { throw twice(names[found[0]]) }
        if let index = found.first { return names[index] }
      }
      return nil
    }
    choice.id = try guess(ColumnNames.ids)
    choice.audio = try guess(ColumnNames.audio)
    guard choice.id != nil || choice.audio != nil else {
      throw Problem(
        .badData, "no column is known to name the utterance; there are \(quoted(names))",
        hint: "pass the name of the right one with --id-column")
    }
    return choice
  }

  // MARK: - Named columns

  private func find(
    _ wanted: String, option: String, _ names: [String], _ folded: [String]
  ) throws(Problem) -> Int {
    var found = names.indices.filter { names[$0] == wanted }
    if found.isEmpty, names != folded || wanted != wanted.lowercased() {
      found = names.indices.filter { folded[$0] == wanted.lowercased() }
    }
    guard let index = found.first else {
      let near = nearest(to: wanted, among: names).map { "did you mean \(option) \($0.printable)?" }
      throw Problem(
        .usage, "there is no such column; there are \(quoted(names))", field: wanted.printable,
        hint: near ?? "\(option) takes one of these names")
    }
    guard found.count == 1 else { throw twice(wanted) }
    return index
  }

  private func twice(_ name: String) -> Problem {
    Problem(
      .badData, "two columns have this name", field: name.printable, hint: "rename one of them")
  }

  // MARK: - Guessing the hypothesis

  private func guessText(
    _ names: [String], _ folded: [String], _ onlyClear: Bool
  ) throws(Problem) -> Int {
    if folded.count(where: { $0 == "pred_text" }) == 1 {
      return folded.firstIndex(of: "pred_text")!
    }
    let clear = folded.indices.filter { ColumnNames.isHypothesis(folded[$0]) }
    let unclear = folded.indices.filter { ColumnNames.ambiguous.contains(folded[$0]) }
    let candidates = clear.isEmpty && !onlyClear ? unclear : clear
    guard candidates.count < 2 else {
      throw Problem(
        .badData,
        "several columns could hold the hypothesis: \(quoted(candidates.map { names[$0] }))",
        hint: "say which one with --text-column")
    }
    if clear.isEmpty, let text = unclear.first,
      let tale = folded.firstIndex(where: ColumnNames.tellsReference)
    {
      throw referenceProblem(text: names[text], beside: names[tale])
    }
    guard let index = candidates.first else {
      throw Problem(
        .badData, "no column is known to hold a hypothesis; there are \(quoted(names))",
        hint: "pass the name of the right one with --text-column")
    }
    return index
  }
}

/// Reading a reference as a hypothesis would find every canary memorised, the worst of errors.
func referenceProblem(text: String, beside other: String) -> Problem {
  let isManifest = ColumnNames.manifest.contains(other.lowercased())
  return Problem(
    .badData,
    isManifest
      ? "beside \"\(other.printable)\" this is a training manifest's reference, not a transcript; "
        + "scored as one, every canary would look memorised"
      : "could be the reference, for there is \"\(other.printable)\" too",
    field: text.printable,
    hint: isManifest
      ? "name what the recogniser wrote; if this is it, pass --text-column \(text.printable)"
      : "say which column is the hypothesis with --text-column")
}
