import Foundation
import Integrity
import Mustache

extension Page {
  /// As one self-contained file of HTML: no script, style, font or picture from elsewhere.
  package var html: String {
    var drawn = 0
    let view = PageView(
      title: Markup(title), kind: kind.markup, tone: Markup(tone.rawValue),
      lead: lead.map { BlockView($0, figure: &drawn, within: title) },
      sections: sections.enumerated().map { number, section in
        SectionView(
          id: Markup("section-\(number + 1)"), title: Markup(section.title),
          tone: Markup(section.tone.rawValue),
          blocks: section.blocks.map { BlockView($0, figure: &drawn, within: section.title) })
      },
      footer: footer.markup, style: PageStyle.sheet, styleHash: Self.hash(PageStyle.sheet),
      script: PageScript.source, scriptHash: Self.hash(PageScript.source))
    return Self.library.render(view, withTemplate: "page")!
  }

  /// As a content security policy names a block that it allows.
  private static func hash(_ block: String) -> String {
    "sha256-" + Data(sha256(Array(block.utf8))).base64EncodedString()
  }

  private static let library: MustacheLibrary = {
    var library = MustacheLibrary()
    // The templates are constants, so whether they parse is known before anyone runs this.
    try! library.register(PageTemplate.page, named: "page")
    try! library.register(PageTemplate.block, named: "block")
    try! library.register(PageTemplate.table, named: "table")
    try! library.register(PageTemplate.figure, named: "figure")
    return library
  }()
}

/// Text that is markup already.
struct Markup: MustacheCustomRenderable, Hashable, Sendable {
  let renderText: String
  let isNull = false

  init(_ text: String) { renderText = escapedMarkup(text) }
  init(verbatim markup: String) { renderText = markup }
}

extension Text {
  var markup: Markup {
    Markup(
      verbatim: runs.map { run in
        switch run {
        case .plain(let text): escapedMarkup(text)
        case .strong(let text): "<strong>\(escapedMarkup(text))</strong>"
        case .emphasis(let text): "<em>\(escapedMarkup(text))</em>"
        case .name(let text): "<bdi>\(escapedMarkup(text))</bdi>"
        case .code(let text): "<code><bdi>\(escapedMarkup(text))</bdi></code>"
        case .link(let text, let path):
          "<a href=\"\(escapedMarkup(path))\">\(escapedMarkup(text))</a>"
        }
      }
      .joined())
  }
}

// MARK: - What the templates see

private struct PageView {
  let title, kind, tone: Markup
  let lead: [BlockView]
  let sections: [SectionView]
  let footer: Markup
  let style, styleHash, script, scriptHash: String
}

private struct SectionView {
  let id, title, tone: Markup
  let blocks: [BlockView]
}

private enum BlockView {
  case paragraph(Markup)
  case notice(Markup)
  case heading(Markup)
  case list(ListView<Markup>)
  case listing(Markup)
  case table(TableView)
  case figures(ListView<FigureView>)

  /// - Parameters:
  ///   - figure: how many figures the page has so far.
  ///   - within: what names a table for those who cannot see what it stands under.
  init(_ block: Block, figure: inout Int, within title: String) {
    switch block {
    case .paragraph(let text): self = .paragraph(text.markup)
    case .notice(let text): self = .notice(text.markup)
    case .heading(let text): self = .heading(text.markup)
    case .list(let items): self = .list(ListView(items: items.map(\.markup)))
    case .listing(let lines):
      self = .listing(
        Markup(verbatim: lines.map { escapedMarkup($0) }.joined(separator: "\n")))
    case .table(let table): self = .table(TableView(table, label: title))
    case .figures(let figures):
      var views: [FigureView] = []
      for each in figures {
        figure += 1
        views.append(FigureView(each, number: figure))
      }
      self = .figures(ListView(items: views))
    }
  }
}

private struct ListView<Item> {
  let items: [Item]
}

private struct CellView {
  let kind: String
  let text: Markup

  init(_ text: Text, _ column: Table.Column) {
    kind = column.isNumeric ? " class=\"number\"" : ""
    self.text = text.markup
  }
}

private struct TableView {
  let label: Markup
  let kind: String
  let head: [CellView]
  let rows: [[CellView]]

  init(_ table: Table, label: String) {
    self.label = Markup("Table: \(label)")
    kind = table.isSortable ? " class=\"sortable\"" : ""
    head = table.columns.map { CellView($0.title, $0) }
    rows = table.rows.map { row in zip(row, table.columns).map { CellView($0, $1) } }
  }
}

private struct FigureView {
  let title: Markup
  let drawing: Markup
  let legend: [LegendView]
  let caption: Markup

  struct LegendView {
    let sample: Markup
    let name: Markup
  }

  init(_ figure: Figure, number: Int) {
    title = Markup(figure.plot.title)
    drawing = Markup(verbatim: figure.plot.drawing(id: "figure-\(number)").markup())
    legend = figure.plot.series.map { series in
      LegendView(sample: Markup(verbatim: series.sample.markup()), name: Markup(series.name))
    }
    caption = figure.caption.markup
  }
}
