import Files

/// The kind of value that is read for each utterance.
package enum TranscriptContent: Sendable {
  /// The recogniser's text.
  case hypotheses
  /// The loss of the reference.
  case losses
  /// The id, or the audio if there is none, in place of the text.
  case names

  var noun: String { self == .losses ? "loss" : "hypothesis" }

  /// The way to a form that is read.
  var formatsHint: Hint {
    self == .losses
      ? "write a JSON object on a line for each probe: {\"id\": \"...\", \"loss\": 12.3}"
      : "asr-audit formats lists the formats; choose one with \(TranscriptSetting.format)"
  }

  /// The setting that chooses its column.
  var setting: TranscriptSetting { self == .losses ? .lossColumn : .textColumn }
}

/// The columns that the user chose; nil to find the column by its name.
struct ColumnRequest {
  let id: String?
  /// The column with the content.
  let text: String?
  var content = TranscriptContent.hypotheses
  /// Whether utterances without an id are matched by their order.
  var matchesByOrder = false
  /// Whether further hypotheses are read.
  var wantsAlternatives = false

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
    if content == .names { return try chooseName(from: list) }
    let textIndex =
      if let text {
        try list.find(text, content.setting)
      } else if content == .losses {
        try list.guessLoss()
      } else {
        try list.guessText(onlyClear: onlyClear)
      }
    var choice = ColumnChoice(
      text: list.names[textIndex], content: content,
      isAmbiguous: text == nil && content == .hypotheses
        && ColumnNames.ambiguous.contains(list.folded[textIndex]))
    choice.hasAlternatives = wantsAlternatives && content == .hypotheses
    choice.matchesByOrder = matchesByOrder
    if let id {
      let index = try list.find(id, .idColumn)
      guard index != textIndex else {
        throw Problem(
          .usage, "cannot be both the id and the \(content.noun)", field: id.printable,
          hint:
            "choose two different columns with \(TranscriptSetting.idColumn) and \(content.setting)"
        )
      }
      let isAudio = ColumnNames.audio.contains(list.folded[index])
      if isAudio { choice.audio = list.names[index] } else { choice.id = list.names[index] }
      return choice
    }
    choice.id = try list.guessName(among: ColumnNames.ids, except: textIndex)
    choice.audio = try list.guessName(among: ColumnNames.audio, except: textIndex)
    guard choice.id != nil || choice.audio != nil || matchesByOrder else {
      throw Problem(
        .badData, "no column has a known name for ids; there are \(quoted(list.names))",
        hint:
          "choose one with \(TranscriptSetting.idColumn), or " + orderHint)
    }
    return choice
  }

  /// The problem of a format without columns if the user chose one.
  var problemWithoutColumns: Problem? {
    guard let name = id ?? text else { return nil }
    let setting: TranscriptSetting = id != nil ? .idColumn : content.setting
    return Problem(
      .usage, "this format has no columns, so the column '\(name.printable)' cannot be chosen",
      hint: "leave out \(setting); if the first line is a header, choose the format with "
        + "\(TranscriptSetting.format)")
  }

  private func chooseName(from list: ColumnList) throws(Problem) -> ColumnChoice {
    let names = ColumnNames.ids + ColumnNames.audio
    guard let name = try list.guessName(among: names, except: -1) else {
      throw Problem(
        .badData, "no column has a known name for ids; there are \(quoted(list.names))")
    }
    return ColumnChoice(text: name, content: .names, isAmbiguous: false, matchesByOrder: true)
  }
}

/// The columns to read. If `id` and `audio` are nil, utterances are matched by their order.
struct ColumnChoice {
  var id: String?
  var audio: String?
  let text: String
  let content: TranscriptContent
  /// True if the text column was found by a name that corpora use for references too.
  let isAmbiguous: Bool
  /// Whether further hypotheses are read.
  var hasAlternatives = false
  /// Whether utterances without an id are matched by their order.
  var matchesByOrder = false

  /// A description for messages: `ids from "id" or "audio", text from "hyp"`.
  var sources: String {
    let ids = [id, audio].compactMap { $0 }.map { "\"\($0.printable)\"" }
    let what = content == .losses ? "losses" : "text"
    guard !ids.isEmpty else { return "no ids, \(what) from \"\(text.printable)\"" }
    return "ids from \(ids.joined(separator: " or ")), \(what) from \"\(text.printable)\""
  }
}
