import Files

/// Subtitles of one recording: SubRip (`.srt`) and WebVTT (`.vtt`), as Whisper, whisper.cpp and
/// sherpa-onnx write them.
///
///     1                                                  WEBVTT
///     00:00:00,000 --> 00:00:02,000
///     hello world                                        00:00.000 --> 00:02.000
///                                                        hello world
///     2
///     …
///
/// A line with `-->` starts a cue; the lines after it up to a blank line are its text. Everything
/// else is skipped: numbers, names of cues, notes and styles. Tags of WebVTT and SubRip (`<v Name>`,
/// `<i>`, `<00:00.500>`) and character references (`&amp;`) are no words. Whisper's
/// `--highlight_words` repeats a line for each word, with that word in `<u>`: such repetitions are read
/// once.
enum SubtitleDocument: DocumentSyntax {
  static func read(_ lines: TranscriptLines) throws(Problem) -> Document {
    var document = Document()
    var isInCue = false
    var isHighlighted = false
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      if text.isEmpty {
        isInCue = false
      } else if isTiming(text) {
        isInCue = true
      } else if isInCue {
        let plain = withoutTags(text)
        isHighlighted = isHighlighted || text.contains("<u>")
        if isHighlighted, document.texts.last == plain { continue }
        document.texts.append(plain)
      }
    }
    return document
  }

  /// The text of a cue without tags, and with characters for their references.
  static func withoutTags(_ text: Substring) -> String {
    guard text.contains(where: { $0 == "<" || $0 == "&" }) else { return String(text) }
    var plain = ""
    var rest = text
    while let open = rest.firstIndex(of: "<") {
      plain += rest[..<open]
      rest = rest[open...]
      if let close = rest.firstIndex(of: ">"), isTag(rest[open..<close].dropFirst()) {
        rest = rest[rest.index(after: close)...]
      } else {
        plain.append(rest.removeFirst())
      }
    }
    plain += rest
    for (reference, character) in references { plain.replace(reference, with: character) }
    return plain
  }

  private static let tags: Set<Substring> = [
    "v", "c", "i", "b", "u", "s", "lang", "ruby", "rt", "font",
  ]

  private static let references = [
    ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&"),
  ]

  /// True for the inside of a tag: `v Bob`, `/v`, `c.loud`, `00:00.500`.
  private static func isTag(_ inside: Substring) -> Bool {
    let name = inside.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != "." }
    return tags.contains(Substring(name.lowercased())) || isTime(inside)
  }

  /// True for `00:00:00,000 --> 00:00:02,000`, with or without hours, and with settings behind it.
  static func isTiming(_ line: Substring) -> Bool {
    let fields = line.split(whereSeparator: \.isWhitespace)
    return fields.count >= 3 && fields[1] == "-->" && isTime(fields[0]) && isTime(fields[2])
  }

  private static func isTime(_ text: Substring) -> Bool {
    let parts = text.replacing(",", with: ".").split(separator: ":")
    return (2...3).contains(parts.count) && parts.allSatisfy { Double($0) != nil }
  }
}
