import Files

extension KaldiDirectory {
  /// With segments, which name recordings in any order, wav.scp is held in memory.
  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    guard hasSegments else {
      return try survey(limit: nil) { utterance throws(Problem) in
        // The lines of wav.scp and text correspond.
        let source = RecordingSource(
          value: String(decoding: utterance.audio, as: UTF8.self).trimmingWhiteSpace,
          line: utterance.line)
        try visit(utterance, AudioPart(path: file(of: source)))
      }
    }
    let sources = try recordingSources()
    return try survey(limit: nil) { utterance throws(Problem) in
      let segment = try KaldiSegment(
        String(decoding: utterance.source, as: UTF8.self), file: "\(path)/segments",
        line: utterance.line)
      guard let source = sources[segment.recording] else {
        throw Problem(
          .badData, "the recording '\(segment.recording)' is not in wav.scp",
          file: "\(path)/segments", line: utterance.line,
          hint: "utils/fix_data_dir.sh removes segments without a recording")
      }
      try visit(
        utterance,
        AudioPart(
          path: file(of: source), start: segment.start, seconds: segment.end - segment.start))
    }
  }

  private func recordingSources() throws(Problem) -> [String: RecordingSource] {
    var sources: [String: RecordingSource] = [:]
    let reader = try reader(.wavScp)
    while let row = try reader.next() {
      sources[row.keyText] = RecordingSource(value: row.valueText, line: row.line.number)
    }
    return sources
  }

  /// The file that a line of wav.scp names. Kaldi resolves relative paths against the working
  /// directory.
  private func file(of source: RecordingSource) throws(Problem) -> String {
    func refuse(_ what: String, _ hint: Hint) -> Problem {
      Problem(.badData, what, file: "\(path)/wav.scp", line: source.line, hint: hint)
    }
    let value = source.value
    if value.utf8.last == UInt8(ascii: "|") || value.utf8.first == UInt8(ascii: "|") {
      throw refuse(
        "the audio is the output of a command, and commands in manifests are never run: \(value)",
        "write the audio to files first, for example with Kaldi's wav-copy or sox, and list those")
    }
    if value.contains(".ark:") {
      throw refuse(
        "the audio is in an archive: \(value)",
        "write the audio to files first, for example with Kaldi's wav-copy, and list those")
    }
    if value.utf8.first != UInt8(ascii: "/"), value.contains("://") {
      throw refuse(
        "the audio is at an address, not in a file: \(value)",
        "download it and give the path of the file")
    }
    guard !value.isEmpty else {
      throw refuse("there is no path after the id", "give the path of a file")
    }
    return absolutePath(value)
  }
}

/// The value and the number of a line of wav.scp.
private struct RecordingSource {
  let value: String
  let line: Int
}
