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
/// Blank lines separate blocks. A cue is a block with its times (`-->`) on the first line, or on the
/// second one behind its number or name; the lines after the times are its text. The blocks WEBVTT,
/// NOTE, STYLE and REGION are skipped. Any other block is an error, and so is a file that ends behind
/// the times of a cue or inside a line, because a truncated file is not what the recogniser said. SubRip has no
/// header, so an empty `.srt` has no cues.
///
/// Tags of WebVTT and SubRip (`<v Name>`, `<i>`, `<00:00.500>`) and character references (`&amp;`) are
/// no words. Whisper's `--highlight_words` repeats a line for each word, with that word in `<u>`: such
/// repetitions are read once.
enum SubtitleDocument: DocumentSyntax {
  static let result = "a first line WEBVTT"

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    if try lines.first() == nil { return fileEnding(of: lines.path) == "vtt" ? nil : Document() }
    var cues: [TimedText] = []
    var isHighlighted = false
    while let block = try nextBlock(of: lines) {
      for text in block.texts {
        let plain = withoutTags(text)
        isHighlighted = isHighlighted || text.contains("<u>")
        if isHighlighted, cues.last?.text == plain { continue }
        cues.append(TimedText(start: block.start, text: plain))
      }
    }
    return Document(texts: cues.sortedTexts)
  }

  /// The lines of text of the next block and their start in seconds, none for a block that is no cue;
  /// nil at the end of the file.
  private static func nextBlock(
    of lines: TranscriptLines
  ) throws(Problem) -> (start: Double, texts: [Substring])? {
    var block: [Substring] = []
    var number = 0
    var endsFile = true
    var endsInLine = false
    while endsFile, let line = try lines.next() {
      let text = try lines.text(of: line)
      if !text.isEmpty {
        if block.isEmpty { number = line.number }
        block.append(text)
        endsInLine = !line.isTerminated
      } else if !block.isEmpty {
        endsFile = false
      }
    }
    guard !block.isEmpty else { return nil }
    guard let times = block.prefix(2).firstIndex(where: isTiming) else {
      let isSkipped = ["WEBVTT", "NOTE", "STYLE", "REGION"].contains {
        block[0] == $0 || block[0].hasPrefix($0 + " ") || block[0].hasPrefix($0 + "\t")
      }
      guard isSkipped else {
        throw lines.problem(
          "expected the times of a cue, 00:00:00,000 --> 00:00:02,000", line: number,
          hint: truncationHint)
      }
      return (0, [])
    }
    guard times + 1 < block.count || !endsFile, !endsInLine else {
      throw lines.problem(
        times + 1 < block.count
          ? "the file ends inside the text of the cue, without a line feed"
          : "the file ends before the text of the cue", line: number, hint: truncationHint)
    }
    let texts = Array(block[(times + 1)...])
    guard !texts.contains(where: isTiming) else {
      throw lines.problem(
        "the cue has two lines of times", line: number, hint: "write a blank line between cues")
    }
    return (seconds(block[times].prefix { !$0.isWhitespace }) ?? 0, texts)
  }

  private static let truncationHint: Hint =
    "was the file truncated? Check that the recogniser completed"

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

  private static func isTime(_ text: Substring) -> Bool { seconds(text) != nil }

  /// The seconds of `00:00:02,000` or `00:02.000`.
  private static func seconds(_ text: Substring) -> Double? {
    let parts = text.replacing(",", with: ".").split(separator: ":")
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    guard (2...3).contains(parts.count), numbers.count == parts.count else { return nil }
    return numbers.reduce(0) { $0 * 60 + $1 }
  }
}
