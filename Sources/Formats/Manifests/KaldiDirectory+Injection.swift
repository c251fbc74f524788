import Files

extension KaldiDirectory {
  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in target: String
  ) throws(Problem) -> [Int] {
    for file in present {
      let entries = entries(of: file, for: injected, language: traits.language)
      try merge(entries, into: file.rawValue, traits, in: target)
    }
    let tables = traits.style.tables
    for table in tables {
      try merge(entries(of: table, for: injected, traits), into: table.name, traits, in: target)
    }
    try copyOthers(except: Set(tables.map(\.name)), to: target)
    return []
  }

  /// Copies the files that are not tables of utterances, recordings or speakers.
  func copyOthers(except tables: Set<String>, to target: String) throws(Problem) {
    for name in others where !tables.contains(name) {
      try copyFile("\(path)/\(name)", to: "\(target)/\(name)")
    }
  }

  /// Writes a table of the corpus with the injected lines.
  private func merge(
    _ entries: [(key: String, line: String)], into name: String, _ traits: CorpusTraits,
    in target: String
  ) throws(Problem) {
    let output = try OutputFile("\(target)/\(name)")
    let reader = try KaldiTableReader("\(path)/\(name)")
    try merge(entries, into: reader, to: output)
    try output.close()
    guard traits.files.contains(reader.description(name: name)) else {
      throw Problem(
        .badData, "changed while it was being read", file: reader.path,
        hint: "run the command again when nothing writes to the file")
    }
  }

  /// The injected lines of a table that `KaldiFile` does not list. A table without a value gets none.
  private func entries(
    of table: KaldiExtraTable, for injected: [InjectedUtterance], _ traits: CorpusTraits
  ) -> [(key: String, line: String)] {
    guard let field = traits.style.fields.first(where: { $0.name == table.name }) else { return [] }
    let keys =
      table.key == .speaker
      ? Set(injected.map(\.speaker.id)).map { (key: $0, text: "") }
      : injected.map { (key: $0.id, text: $0.text) }
    return keys.map { key, text in
      (key: key, line: "\(key) \(String(decoding: field.bytes(text: text), as: UTF8.self))")
    }
    .sorted { $0.key.precedesInBytes($1.key) }
  }

  /// The injected lines of one file, sorted by key in byte order.
  private func entries(
    of file: KaldiFile, for injected: [InjectedUtterance], language: String?
  ) -> [(key: String, line: String)] {
    let values =
      file.key == .speaker
      ? Dictionary(grouping: injected, by: \.speaker).compactMap { speaker, utterances in
        file.value(for: speaker, utterances: utterances.map(\.id)).map { (speaker.id, $0) }
      }
      : injected.map { ($0.id, file.value(for: $0, language: language)!) }
    return values.map { (key: $0.0, line: "\($0.0) \($0.1)") }
      .sorted { $0.key.precedesInBytes($1.key) }
  }

  /// Writes the user's lines, with the new ones at their places in byte order.
  private func merge(
    _ entries: [(key: String, line: String)], into reader: KaldiTableReader, to output: OutputFile
  ) throws(Problem) {
    var remaining = entries[...]
    func write(before key: ArraySlice<UInt8>?) throws(Problem) {
      while let entry = remaining.first,
        key.map({ Array(entry.key.utf8)[...].precedes($0) }) ?? true
      {
        try output.write(entry.line + "\n")
        remaining.removeFirst()
      }
    }
    while let row = try reader.next() {
      try write(before: row.key)
      if let entry = remaining.first, row.key.elementsEqual(entry.key.utf8) {
        throw Problem(
          .badData, "the corpus already has the id '\(row.keyText)' of an injected utterance",
          file: reader.path, line: row.line.number, hint: "choose another \(ManifestSetting.seed)")
      }
      try output.write(row.line.bytes)
      if row.line.isTerminated || !remaining.isEmpty { try output.write([0x0A]) }
    }
    try write(before: nil)
  }
}
