import Files

/// The kind of value that is read for each utterance.
package enum TranscriptContent: Sendable {
  /// The recogniser's text.
  case hypotheses
  /// The loss of the reference.
  case losses

  var noun: String { self == .losses ? "loss" : "hypothesis" }

  /// The option that chooses its column.
  var option: String { self == .losses ? "--loss-column" : "--text-column" }
}

/// The columns that the user chose; nil to find the column by its name.
struct ColumnRequest {
  let id: String?
  /// The column with the content.
  let text: String?
  var content = TranscriptContent.hypotheses

  /// Determines the columns to read.
  ///
  /// - Parameters:
  ///   - ignoringCase: true for header lines, false for JSON keys.
  ///   - onlyClear: excludes ambiguous names, which could be the reference.
  /// - Throws: a problem to which the caller adds file and line.
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
          .usage, "cannot be both the id and the \(content.noun)", field: id.printable,
          hint: "choose two different columns with --id-column and \(content.option)")
      }
      let isAudio = ColumnNames.audio.contains(list.folded[index])
      if isAudio { choice.audio = list.names[index] } else { choice.id = list.names[index] }
      return choice
    }
    choice.id = try list.guessName(among: ColumnNames.ids, except: textIndex)
    choice.audio = try list.guessName(among: ColumnNames.audio, except: textIndex)
    guard choice.id != nil || choice.audio != nil else {
      throw Problem(
        .badData, "no column has a known name for ids; there are \(quoted(list.names))",
        hint: "choose one with --id-column")
    }
    return choice
  }
}

/// The columns to read. At least one of `id` and `audio` is not nil.
struct ColumnChoice {
  var id: String?
  var audio: String?
  let text: String
  let content: TranscriptContent
  /// True if the text column was found by a name that corpora use for references too.
  let isAmbiguous: Bool

  /// A description for messages: `ids from "id" or "audio", text from "hyp"`.
  var sources: String {
    let ids = [id, audio].compactMap { $0 }.map { "\"\($0.printable)\"" }
    let what = content == .losses ? "losses" : "text"
    return "ids from \(ids.joined(separator: " or ")), \(what) from \"\(text.printable)\""
  }
}
