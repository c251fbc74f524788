extension Page {
  /// As GitHub-flavoured Markdown, without figures and appendices.
  package var markdown: String {
    let heading = "# \(escapedMarkdown(title))"
    let parts = lead.markdown + sections.compactMap(\.markdown)
    return ([heading] + parts).joined(separator: "\n\n") + "\n"
  }
}

extension Section {
  /// Nil where nothing in it is text.
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
  /// Nil for a picture.
  fileprivate var markdown: String? {
    switch self {
    case .paragraph(let text), .notice(let text): text.markdown
    case .heading(let text): "### \(text.markdown)"
    case .list(let items): items.map { "- \($0.markdown)" }.joined(separator: "\n")
    case .listing(let lines): "    " + lines.joined(separator: "\n    ")
    case .table(let table): table.markdown
    case .figures: nil
    }
  }
}

extension Table {
  fileprivate var markdown: String {
    let rule = "|" + columns.map { $0.isNumeric ? " ---: |" : " --- |" }.joined()
    return ([line(columns.map(\.title)), rule] + rows.map(line)).joined(separator: "\n")
  }

  private func line(_ cells: [Text]) -> String {
    // A bar ends the cell even in a code span, unless it is escaped there too.
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
    // Nothing at the start of a line may make a heading, a list or a rule of it.
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
    }
  }
}

/// Nothing in a name may become markup, HTML, a link or a line of its own.
private func escapedMarkdown(_ text: String) -> String {
  let scalars = Array(text.unicodeScalars.map(\.visible))
  var escaped = ""
  for (index, scalar) in scalars.enumerated() {
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    let isMarkup =
      switch scalar {
      case "\\", "`", "*", "_", "|", "#", "~", ">": true
      // Alone, these are themselves.
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

/// Nothing is escaped in a code span, so what would end it cannot stand in it.
private func codeSpan(_ text: String) -> String {
  var code = ""
  for scalar in text.unicodeScalars.map(\.visible) {
    code.unicodeScalars.append(scalar == "`" ? "?" : scalar)
  }
  return "`\(code)`"
}
