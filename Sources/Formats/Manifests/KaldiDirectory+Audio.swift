import Files

extension KaldiDirectory {
  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var values: [String: String] = [:]
    if hasSegments, !utterances.isEmpty {
      let wanted = Set(utterances.map { recording(of: $0) })
      let reader = try reader(.wavScp)
      while let row = try reader.next() {
        if wanted.contains(row.keyText) { values[row.keyText] = row.valueText }
      }
    }
    return utterances.map { utterance in
      let value =
        hasSegments
        ? values[recording(of: utterance)] ?? ""
        : String(decoding: utterance.audio, as: UTF8.self).trimmingWhiteSpace
      return isPlainFile(value) ? AudioSource(absolutePath(value)) : nil
    }
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    var values: [String: String] = [:]
    if hasSegments {
      let reader = try reader(.wavScp)
      while let row = try reader.next() { values[row.keyText] = row.valueText }
    }
    var files: [String: String] = [:]
    _ = try survey(limit: nil) { utterance throws(Problem) in
      let name = utterance.name
      guard names.contains(name) else { return }
      var value = String(decoding: utterance.audio, as: UTF8.self).trimmingWhiteSpace
      if hasSegments {
        let segment = try KaldiSegment(
          String(decoding: utterance.source, as: UTF8.self), file: "\(path)/segments",
          line: utterance.line)
        value = values[segment.recording] ?? ""
      }
      if isPlainFile(value) { files[name] = absolutePath(value) }
    }
    return files
  }

  /// Whether a value of wav.scp is a path: not a command, an archive or an address.
  private func isPlainFile(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.last != UInt8(ascii: "|") && value.utf8.first != UInt8(ascii: "|")
      && !value.contains(".ark:")
      && (value.utf8.first == UInt8(ascii: "/") || !value.contains("://"))
  }
}
