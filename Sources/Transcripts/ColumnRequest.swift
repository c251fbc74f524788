import Files

/// The columns that the user named; what is nil is guessed.
struct ColumnRequest {
  let id: String?
  let text: String?

  /// Finds the columns to read.
  ///
  /// - Parameters:
  ///   - ignoringCase: true for header lines, false for JSON keys.
  ///   - onlyClear: never guess a column that could be the reference.
  /// - Throws: a problem without a place, which the caller adds.
  func choose(
    from columns: [Column], ignoringCase: Bool = false, onlyClear: Bool = false
  ) throws(Problem) -> ColumnChoice {
    let list = ColumnList(columns, ignoringCase: ignoringCase)
    let textIndex =
      if let text {
        try list.find(text, option: "--text-column")
      } else {
        try list.guessText(onlyClear: onlyClear)
      }
    var choice = ColumnChoice(
      text: list.names[textIndex],
      isAmbiguous: text == nil && ColumnNames.ambiguous.contains(list.folded[textIndex]))
    if let id {
      let index = try list.find(id, option: "--id-column")
      guard index != textIndex else {
        throw Problem(
          .usage, "cannot name the utterance and be its hypothesis too", field: id.printable,
          hint: "--id-column and --text-column name two columns")
      }
      let isAudio = ColumnNames.audio.contains(list.folded[index])
      if isAudio { choice.audio = list.names[index] } else { choice.id = list.names[index] }
      return choice
    }
    choice.id = try list.guessName(among: ColumnNames.ids, except: textIndex)
    choice.audio = try list.guessName(among: ColumnNames.audio, except: textIndex)
    guard choice.id != nil || choice.audio != nil else {
      throw Problem(
        .badData, "no column is known to name the utterance; there are \(quoted(list.names))",
        hint: "pass the name of the right one with --id-column")
    }
    return choice
  }
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
