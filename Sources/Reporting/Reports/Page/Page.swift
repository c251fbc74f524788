/// The content of a page, without its layout. The type knows nothing of audits, so that any result
/// with tables and plots can be shown as a page.
package struct Page: Hashable, Sendable {
  /// The kind of page and its subject, in small print above the title.
  package var kind: Text
  package var title: String
  /// The tone of the title.
  package var tone: Tone
  /// The state in a few words, such as "not detected". It is shown in the tone's colour with the
  /// tone's symbol above the title. Nil for a page without a state.
  package var state: String?
  /// The blocks before the first section.
  package var lead: [Block]
  package var sections: [Section]
  package var footer: Text

  package init(
    kind: Text, title: String, tone: Tone, state: String? = nil, lead: [Block],
    sections: [Section], footer: Text
  ) {
    self.kind = kind
    self.title = title
    self.tone = tone
    self.state = state
    self.lead = lead
    self.sections = sections
    self.footer = footer
  }
}

/// The reading of a state, a title or a section. Each tone has a colour and a symbol; the words
/// beside it say the same.
package enum Tone: String, Hashable, Sendable {
  /// A detection, or a limit that is exceeded.
  case alarm
  /// A limit that is kept.
  case good
  /// No detection. It is not `good`, because it does not prove absence.
  case calm
  /// An open question, or a result that must not be relied on.
  case unclear
  /// No state at all.
  case plain

  package var symbol: String? {
    switch self {
    case .alarm: "✗"
    case .good: "✓"
    case .calm: "○"
    case .unclear: "?"
    case .plain: nil
    }
  }
}

package struct Section: Hashable, Sendable {
  package var title: String
  package var tone: Tone
  /// Whether text-only renderings leave the section out because it is long.
  package var isAppendix: Bool
  package var blocks: [Block]

  package init(
    _ title: String, tone: Tone = .plain, isAppendix: Bool = false, _ blocks: [Block]
  ) {
    self.title = title
    self.tone = tone
    self.isAppendix = isAppendix
    self.blocks = blocks
  }
}

package enum Block: Hashable, Sendable {
  case paragraph(Text)
  /// A paragraph that a reader must not miss.
  case notice(Text)
  case heading(Text)
  case list([Text])
  /// Lines of code, such as commands. They are shown in full, however long they are.
  case listing([String])
  case table(Table)
  /// Figures, side by side where there is room. Text-only renderings leave them out.
  case figures([Figure])
  /// A figure with blocks beside it, or below it on a narrow screen.
  case beside(Figure, [Block])
  /// Audio players. Text-only renderings leave them out.
  case audio([AudioSample])
  /// Small pictures with a title and text, side by side.
  case cards([Card])
}

/// One of many items that are shown alike, each with a small plot and a recording.
package struct Card: Hashable, Sendable {
  package var title: Text
  package var drawing: Sparkline?
  package var audio: AudioSample?
  /// The text below, one line each.
  package var lines: [Text]

  package init(title: Text, drawing: Sparkline?, audio: AudioSample?, lines: [Text]) {
    self.title = title
    self.drawing = drawing
    self.audio = audio
    self.lines = lines
  }
}

/// A short recording that is embedded in a page.
package struct AudioSample: Hashable, Sendable {
  /// The audio file.
  package var bytes: [UInt8]
  /// The media type, for example `audio/wav`.
  package var mimeType: String
  package var caption: Text

  package init(bytes: [UInt8], mimeType: String, caption: Text) {
    self.bytes = bytes
    self.mimeType = mimeType
    self.caption = caption
  }
}

package struct Table: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package var title: Text
    /// Whether the cells are right-aligned and sorted by value.
    package var isNumeric: Bool

    package init(_ title: Text, isNumeric: Bool) {
      self.title = title
      self.isNumeric = isNumeric
    }

    package static func words(_ title: Text) -> Column { Column(title, isNumeric: false) }
    package static func numbers(_ title: Text) -> Column { Column(title, isNumeric: true) }
  }

  package var columns: [Column]
  /// Each row has one cell for each column.
  package var rows: [[Text]]
  /// Whether a click on a column's title sorts the rows.
  package var isSortable: Bool

  package init(_ columns: [Column], _ rows: [[Text]], isSortable: Bool = false) {
    precondition(
      rows.allSatisfy { $0.count == columns.count }, "each row needs a cell for each column")
    self.columns = columns
    self.rows = rows
    self.isSortable = isSortable
  }
}

package struct Figure: Hashable, Sendable {
  package enum Drawing: Hashable, Sendable {
    case plot(Plot)
    case forest(ForestPlot)
  }

  package var drawing: Drawing
  package var caption: Text

  package init(_ plot: Plot, caption: Text) {
    drawing = .plot(plot)
    self.caption = caption
  }

  package init(_ forest: ForestPlot, caption: Text) {
    drawing = .forest(forest)
    self.caption = caption
  }
}
