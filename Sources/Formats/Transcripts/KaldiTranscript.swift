import Files

/// Kaldi's `text` (https://kaldi-asr.org/doc/data_prep.html), which ESPnet and WeNet write too.
///
///     utt-id words of the hypothesis
///     utt-id-without-a-hypothesis
///
/// * The id is the text before the first space or tab.
/// * The hypothesis is the rest of the line without surrounding white space. It may be empty.
///
/// White space before an id, carriage returns and blank lines are ignored. Duplicate ids are not
/// checked here.
struct KaldiTranscript: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "ids from the first word of a line" }
  var textColumn: String? { nil }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    while let line = try lines.next() {
      let bytes = line.bytes.withoutOuterSpace
      guard !bytes.isEmpty else { continue }
      guard bytes.isUTF8 else { throw lines.notUTF8(line.number) }
      guard !bytes.contains(0) else { throw lines.hasNUL(line.number) }
      let id = bytes.prefix { !isSpace($0) }
      let words = bytes[id.endIndex...].withoutOuterSpace
      try visit(
        Hypothesis(
          line: line.number, id: String(decoding: id, as: UTF8.self), audio: nil,
          text: String(decoding: words, as: UTF8.self)))
    }
  }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

extension ArraySlice<UInt8> {
  fileprivate var withoutOuterSpace: Self {
    var start = startIndex
    var end = endIndex
    while start < end, isSpace(self[start]) { start += 1 }
    while start < end, isSpace(self[end - 1]) { end -= 1 }
    return self[start..<end]
  }
}
