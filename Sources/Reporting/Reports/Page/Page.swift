/// A page of findings: what is on it, not how it looks. It knows nothing of audits, so whatever has
/// tables and plots to show can be one.
package struct Page: Hashable, Sendable {
  /// How the title is to be taken. Every tone has a sign and a colour; the title says it in words.
  package enum Tone: String, Hashable, Sendable { case alarm, calm, unclear, plain }

  /// What kind of page it is, in small print above the title.
  package var kind: Text
  package var title: String
  package var tone: Tone
  /// Before the first section.
  package var lead: [Block]
  package var sections: [Section]
  package var footer: Text

  package init(
    kind: Text, title: String, tone: Tone, lead: [Block], sections: [Section], footer: Text
  ) {
    self.kind = kind
    self.title = title
    self.tone = tone
    self.lead = lead
    self.sections = sections
    self.footer = footer
  }
}

package struct Section: Hashable, Sendable {
  package var title: String
  package var tone: Page.Tone
  /// Long, and left out where only text is shown.
  package var isAppendix: Bool
  package var blocks: [Block]

  package init(
    _ title: String, tone: Page.Tone = .plain, isAppendix: Bool = false, _ blocks: [Block]
  ) {
    self.title = title
    self.tone = tone
    self.isAppendix = isAppendix
    self.blocks = blocks
  }
}

package enum Block: Hashable, Sendable {
  case paragraph(Text)
  /// A paragraph that must not be overlooked.
  case notice(Text)
  case heading(Text)
  case list([Text])
  /// Lines of our own for a machine, such as commands, whole however long.
  case listing([String])
  case table(Table)
  /// Side by side where there is room; left out where only text is shown.
  case figures([Figure])
}

package struct Table: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package var title: Text
    /// Flush right, sorted by value.
    package var isNumeric: Bool

    package init(_ title: Text, isNumeric: Bool) {
      self.title = title
      self.isNumeric = isNumeric
    }

    package static func words(_ title: Text) -> Column { Column(title, isNumeric: false) }
    package static func numbers(_ title: Text) -> Column { Column(title, isNumeric: true) }
  }

  package var columns: [Column]
  /// As many cells each as there are columns; the first says what the row is about.
  package var rows: [[Text]]
  /// By a click on a heading.
  package var isSortable: Bool

  package init(_ columns: [Column], _ rows: [[Text]], isSortable: Bool = false) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row with other columns")
    self.columns = columns
    self.rows = rows
    self.isSortable = isSortable
  }
}

package struct Figure: Hashable, Sendable {
  package var plot: Plot
  package var caption: Text

  package init(_ plot: Plot, caption: Text) {
    self.plot = plot
    self.caption = caption
  }
}
