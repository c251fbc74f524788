import Files

/// The transcripts of one model by utterance, from one or more files.
package struct TranscriptTable: Sendable {
  package let files: [String]
  /// The transcripts by id, or by the name of the audio file without its extension.
  package private(set) var texts: [String: String] = [:]

  /// - Throws: `.badData` for a row without an id, and for two different transcripts of one utterance.
  package init(_ files: [String]) throws(Problem) {
    self.files = files
    for file in files {
      let reader = try TranscriptReader(path: file)
      var found: [String: String] = texts
      try reader.forEach({ row throws(Problem) in
        guard let id = row.id ?? row.audio.map(stem) else {
          throw Problem(
            .badData, "has no id of the utterance", file: reader.path, line: row.line, field: "id")
        }
        if let earlier = found.updateValue(row.text, forKey: id), earlier != row.text {
          throw Problem(
            .badData, "'\(id.printable)' has two different transcripts", file: reader.path,
            line: row.line, hint: "keep one line for each utterance")
        }
      })
      texts = found
    }
  }

  /// The transcript of an utterance by its name or that of its audio file.
  package func text(of name: String, audio: String?) -> String? {
    texts[name] ?? audio.flatMap { texts[stem(of: $0)] } ?? texts[stem(of: name)]
  }
}
