import Files

extension NeMoManifest {
  /// Without an `offset` the utterance is the whole file, whatever `duration` says, as in NeMo.
  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try entries(limit: nil) { utterance, entry throws(Problem) in
      try visit(utterance, audioPart(of: utterance, entry))
    }
  }

  private func audioPart(
    of utterance: Utterance, _ entry: NeMoEntry
  ) throws(Problem) -> AudioPart {
    let isAddress = entry.audio.first != UInt8(ascii: "/") && entry.audioPath.contains("://")
    guard !isAddress else {
      throw Problem(
        .badData, "the audio is at an address, not in a file: \(entry.audioPath)",
        file: path, line: utterance.line, field: "audio_filepath",
        hint: "download it and give the path of the file")
    }
    let file = absolutePath(resolved(entry))
    guard let offset = entry.offset else { return AudioPart(path: file) }
    guard possibleSeconds.contains(offset) else {
      throw Problem(
        .badData, "expected seconds from the start of the file, found \(offset)",
        file: path, line: utterance.line, field: "offset")
    }
    return AudioPart(path: file, start: offset, seconds: entry.seconds)
  }
}
