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
/// else is skipped: numbers, names of cues, notes and styles.
enum SubtitleDocument: DocumentSyntax {
  static func read(_ lines: TranscriptLines) throws(Problem) -> Document {
    var document = Document()
    var isInCue = false
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      if text.isEmpty {
        isInCue = false
      } else if isTiming(text) {
        isInCue = true
      } else if isInCue {
        document.texts.append(String(text))
      }
    }
    return document
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
