import Files

/// What is read about each utterance.
package enum TranscriptContent: Sendable {
  /// What the recogniser wrote.
  case hypotheses
  /// A number: how little it expected the reference.
  case losses

  var noun: String { self == .losses ? "loss" : "hypothesis" }

  /// The option that names its column.
  var option: String { self == .losses ? "--loss-column" : "--text-column" }
}

/// The columns that the user named; what is nil is guessed.
struct ColumnRequest {
  let id: String?
  /// The column that holds the content.
  let text: String?
  var content = TranscriptContent.hypotheses

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
        try list.find(text, option: content.option)
      } else if content == .losses {
        try list.guessLoss()
      } else {
        try list.guessText(onlyClear: onlyClear)
      }
    var choice = ColumnChoice(
      text: list.names[textIndex], content: content,
      isAmbiguous: text == nil && content == .hypotheses
        && ColumnNames.ambiguous.contains(list.folded[textIndex]))
    if let id {
      let index = try list.find(id, option: "--id-column")
      guard index != textIndex else {
        throw Problem(
          .usage, "cannot name the utterance and be its \(content.noun) too", field: id.printable,
          hint: "--id-column and \(content.option) name two columns")
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
  let content: TranscriptContent
  /// The text column was guessed by a name that corpora use for their references too.
  let isAmbiguous: Bool

  /// `ids from "id" or "audio", text from "hyp"`, or `losses from`.
  var sources: String {
    let ids = [id, audio].compactMap { $0 }.map { "\"\($0.printable)\"" }
    let what = content == .losses ? "losses" : "text"
    return "ids from \(ids.joined(separator: " or ")), \(what) from \"\(text.printable)\""
  }
}
