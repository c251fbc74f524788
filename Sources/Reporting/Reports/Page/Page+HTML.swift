import Foundation
import Integrity

extension Page {
  /// The page as one self-contained HTML file, which loads no script, style, font or image.
  package var html: String {
    "<!DOCTYPE html>\n"
      + Element("html", ["lang": "en"], [head, body]).markup()
  }

  private var head: Element {
    Element(
      "head", [:],
      [
        Element("meta", ["charset": "utf-8"]),
        Element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        Element(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Element("meta", ["name": "color-scheme", "content": "light dark"]),
        Element("title", text: title),
        Element("style", inline: [.verbatim(PageStyle.sheet)]),
      ])
  }

  /// The content security policy. It allows the style sheet and the script whose hashes it names,
  /// and audio that is embedded. Markup that slipped in could neither load nor run anything.
  private var policy: String {
    var rules = [
      "default-src 'none'", "style-src '\(Self.hash(PageStyle.sheet))'",
      "script-src '\(Self.hash(PageScript.source))'",
    ]
    if hasAudio { rules.append("media-src data:") }
    return (rules + ["base-uri 'none'", "form-action 'none'"]).joined(separator: "; ")
  }

  private var hasAudio: Bool { (lead + sections.flatMap(\.blocks)).contains(where: \.hasAudio) }

  /// The hash of a block as a content security policy writes it.
  private static func hash(_ block: String) -> String {
    "sha256-" + Data(sha256(Array(block.utf8))).base64EncodedString()
  }

  private var body: Element {
    var figures = 0
    let lead = lead.flatMap { $0.elements(figures: &figures, within: title) }
    let sections = sections.enumerated().map { number, section in
      Element(
        "section", ["id": "section-\(number + 1)", "class": section.tone.rawValue],
        [Element("h2", text: section.tone.titled(section.title))]
          + section.blocks.flatMap { $0.elements(figures: &figures, within: section.title) })
    }
    let navigation = sections.isEmpty ? [] : [self.navigation]
    return Element(
      "body", [:],
      [
        header, Element("main", [:], lead + navigation + sections),
        Element("footer", [:], [footer.element("p")]),
        Element("script", inline: [.verbatim(PageScript.source)]),
      ])
  }

  private var header: Element {
    var parts = [kind.element("p", ["class": "kind"])]
    if let state {
      let text: Text = "\(state: state, tone)"
      parts.append(text.element("p", ["class": "verdict"]))
    }
    return Element(
      "header", ["class": tone.rawValue], parts + [Element("h1", text: title)])
  }

  private var navigation: Element {
    Element(
      "nav", ["aria-label": "Sections"],
      [
        Element(
          "ul", [:],
          sections.enumerated().map { number, section in
            let link = Element("a", ["href": "#section-\(number + 1)"], text: section.title)
            return Element("li", inline: [.element(link)])
          })
      ])
  }
}

extension Tone {
  /// A title after the tone's symbol.
  fileprivate func titled(_ title: String) -> String { (symbol.map { "\($0) " } ?? "") + title }
}

extension Text {
  /// An element with this text as its content.
  func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) -> Element {
    Element(name, attributes, inline: runs.map(\.node))
  }
}

extension Text.Run {
  fileprivate var node: Element.Node {
    switch self {
    case .plain(let text): .text(text)
    case .strong(let text): .element(Element("strong", text: text))
    case .emphasis(let text): .element(Element("em", text: text))
    case .name(let text): .element(Element("bdi", text: text))
    case .code(let text):
      .element(Element("code", inline: [.element(Element("bdi", text: text))]))
    case .link(let text, let path): .element(Element("a", ["href": path], text: text))
    case .state(let word, let tone):
      .element(Element("span", ["class": "state \(tone.rawValue)"], text: Text.state(word, tone)))
    case .deletion(let word): .element(Element("del", text: word))
    case .insertion(let word): .element(Element("ins", text: word))
    case .substitution(let word, let other):
      .element(
        Element(
          "span", ["class": "substitution"],
          inline: [
            .element(Element("del", text: word)), .text("→"),
            .element(Element("ins", text: other)),
          ]))
    }
  }
}

extension Block {
  fileprivate var hasAudio: Bool {
    switch self {
    case .audio: true
    case .cards(let cards): cards.contains { $0.audio != nil }
    case .beside(_, let blocks): blocks.contains(where: \.hasAudio)
    default: false
    }
  }

  /// - Parameters:
  ///   - figures: the number of figures on the page so far, for unique ids.
  ///   - title: the title above the block, which names a table for screen readers.
  fileprivate func elements(figures: inout Int, within title: String) -> [Element] {
    switch self {
    case .paragraph(let text): return [text.element("p")]
    case .notice(let text): return [text.element("p", ["class": "notice"])]
    case .heading(let text): return [text.element("h3")]
    case .list(let items): return [Element("ul", [:], items.map { $0.element("li") })]
    case .listing(let lines):
      let text = lines.enumerated().flatMap { number, line -> [Element.Node] in
        number == 0 ? [.text(line)] : [.verbatim("\n"), .text(line)]
      }
      return [Element("pre", ["class": "scroll", "tabindex": "0"], inline: text)]
    case .table(let table): return [table.element(label: title)]
    case .figures(let shown):
      return [
        Element(
          "div", ["class": "figures"],
          shown.map { figure in
            figures += 1
            return figure.element(number: figures)
          })
      ]
    case .beside(let figure, let blocks):
      figures += 1
      let drawing = figure.element(number: figures)
      let text = blocks.flatMap { $0.elements(figures: &figures, within: title) }
      return [Element("div", ["class": "beside"], [drawing, Element("div", [:], text)])]
    case .audio(let samples):
      return samples.isEmpty
        ? [] : [Element("div", ["class": "figures"], samples.map(\.element))]
    case .cards(let cards):
      return [
        Element(
          "div", ["class": "figures"],
          cards.map { card in
            figures += 1
            return card.element(number: figures)
          })
      ]
    }
  }
}

extension Card {
  fileprivate func element(number: Int) -> Element {
    var parts = [title.element("p", ["class": "title"])]
    if let drawing { parts.append(drawing.drawing(id: "figure-\(number)")) }
    if let audio { parts.append(audio.player) }
    return Element(
      "figure", [:], parts + [Element("figcaption", [:], lines.map { $0.element("div") })])
  }
}

extension AudioSample {
  fileprivate var element: Element {
    Element("figure", [:], [player, caption.element("figcaption")])
  }

  fileprivate var player: Element {
    let data = "data:\(mimeType);base64,\(Data(bytes).base64EncodedString())"
    return Element("audio", ["controls": "controls", "preload": "metadata", "src": data])
  }
}

extension Table {
  fileprivate func element(label: String) -> Element {
    let head = columns.map { column in
      column.title.element(
        "th", column.isNumeric ? ["scope": "col", "class": "number"] : ["scope": "col"])
    }
    let body = rows.map { row in
      let cells = zip(row, columns).map { cell, column in
        cell.element("td", column.isNumeric ? ["class": "number"] : [:])
      }
      return Element("tr", inline: cells.map(Element.Node.element))
    }
    let table = Element(
      "table", isSortable ? ["class": "sortable"] : [:],
      [
        Element("thead", [:], [Element("tr", inline: head.map(Element.Node.element))]),
        Element("tbody", [:], body),
      ])
    return Element(
      "div",
      ["class": "scroll", "role": "region", "aria-label": "Table: \(label)", "tabindex": "0"],
      [table])
  }
}

extension Figure {
  fileprivate func element(number: Int) -> Element {
    let id = "figure-\(number)"
    let (title, drawing, legend) =
      switch self.drawing {
      case .plot(let plot): (plot.title, plot.drawing(id: id), plot.legend)
      case .forest(let forest): (forest.title, forest.drawing(id: id), [])
      }
    let key = legend.isEmpty ? [] : [Element("ul", ["class": "legend"], legend)]
    return Element(
      "figure", [:],
      [Element("p", ["class": "title"], text: title), drawing] + key
        + [caption.element("figcaption")])
  }
}

extension Plot {
  /// The entries of the legend: the series that have no label within the plot.
  fileprivate var legend: [Element] {
    series.filter { $0.naming == .legend }.map { series in
      Element("li", inline: [.element(series.sample), .text(series.name)])
    }
  }
}
