extension Page {
  /// The page as GitHub-flavoured Markdown, without figures, audio and appendices.
  package var markdown: String {
    var head = ["# \(escapedMarkdown(title))"]
    if let state { head.append(Text("\(state: state, tone)").markdown) }
    head.append(kind.markdown)
    let parts = lead.markdown + sections.compactMap(\.markdown)
    return (head + parts).joined(separator: "\n\n") + "\n"
  }
}

extension Section {
  /// Nil for an appendix and for a section without text.
  package var markdown: String? {
    let parts = blocks.markdown
    return parts.isEmpty || isAppendix
      ? nil : (["## \(escapedMarkdown(title))"] + parts).joined(separator: "\n\n")
  }
}

extension [Block] {
  var markdown: [String] { compactMap(\.markdown) }
}

extension Block {
  /// Nil for figures and audio.
  fileprivate var markdown: String? {
    switch self {
    case .paragraph(let text), .notice(let text): text.markdown
    case .heading(let text): "### \(text.markdown)"
    case .list(let items): items.map { "- \($0.markdown)" }.joined(separator: "\n")
    case .listing(let lines): "    " + lines.joined(separator: "\n    ")
    case .table(let table): table.markdown
    case .figures, .audio: nil
    case .cards(let cards): cards.map(\.markdown).joined(separator: "\n")
    case .beside(_, let blocks): blocks.markdown.joined(separator: "\n\n")
    }
  }
}

extension Card {
  fileprivate var markdown: String {
    (["- \(title.markdown)"] + lines.map { "  - \($0.markdown)" }).joined(separator: "\n")
  }
}

extension Table {
  fileprivate var markdown: String {
    let rule = "|" + columns.map { $0.isNumeric ? " ---: |" : " --- |" }.joined()
    return ([line(columns.map(\.title)), rule] + rows.map(line)).joined(separator: "\n")
  }

  private func line(_ cells: [Text]) -> String {
    // A bar ends the cell even within a code span, so it is escaped there as well.
    let texts = cells.map { cell in
      cell.runs.map { run in
        if case .code(let text) = run {
          return codeSpan(text).replacing("|", with: "\\|")
        }
        return run.markdown
      }
      .joined()
    }
    return "| " + texts.joined(separator: " | ") + " |"
  }
}

extension Text {
  fileprivate var markdown: String {
    let line = runs.map(\.markdown).joined()
    // A line must not start with the mark of a heading, a list or a rule.
    guard let first = line.first, "-+=".contains(first) || first.isNumber else { return line }
    let number = line.prefix { $0.isNumber }
    let rest = line.dropFirst(number.count)
    guard let mark = rest.first, number.isEmpty || ".)".contains(mark) else { return line }
    return "\(number)\\\(rest)"
  }
}

extension Text.Run {
  fileprivate var markdown: String {
    switch self {
    case .plain(let text), .name(let text): escapedMarkdown(text)
    case .strong(let text): "**\(escapedMarkdown(text))**"
    case .emphasis(let text): "*\(escapedMarkdown(text))*"
    case .code(let text): codeSpan(text)
    case .link(let text, let path): "[\(escapedMarkdown(text))](\(path))"
    case .state(let word, let tone): "**\(escapedMarkdown(Text.state(word, tone)))**"
    case .deletion(let word): "~~\(escapedMarkdown(word))~~"
    case .insertion(let word): "**+\(escapedMarkdown(word))**"
    case .substitution(let word, let other):
      "~~\(escapedMarkdown(word))~~ **+\(escapedMarkdown(other))**"
    }
  }
}

/// Returns text in which nothing acts as Markdown, HTML, a link or a line break.
private func escapedMarkdown(_ text: String) -> String {
  let scalars = Array(text.unicodeScalars.map(\.visible))
  var escaped = ""
  for (index, scalar) in scalars.enumerated() {
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    let isMarkup =
      switch scalar {
      case "\\", "`", "*", "_", "|", "#", "~", ">": true
      // These are markup only before certain characters.
      case "]": "([:".unicodeScalars.contains(next)
      case "<", "&": next.properties.isAlphabetic || "/!?#$".unicodeScalars.contains(next)
      case ":": next == "/"
      default: false
      }
    if isMarkup { escaped.unicodeScalars.append("\\") }
    escaped.unicodeScalars.append(scalar)
  }
  return escaped
}

/// Returns a code span. Markdown has no escapes within one, so backquotes become question marks.
private func codeSpan(_ text: String) -> String {
  var code = ""
  for scalar in text.unicodeScalars.map(\.visible) {
    code.unicodeScalars.append(scalar == "`" ? "?" : scalar)
  }
  return "`\(code)`"
}
