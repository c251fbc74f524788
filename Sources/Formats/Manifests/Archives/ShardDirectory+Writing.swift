import Files

extension ShardDirectory {
  /// The names of the files of a new shard, after those of the last one.
  private func newNames(_ index: Int) -> (cuts: String, archive: String) {
    let cuts = NumberedName(baseName(of: parts.last!.path), after: "cuts.")!
    let archive = NumberedName(baseName(of: archives.last!), after: "recording.")!
    return (cuts.with(cuts.number + 1 + index), archive.with(archive.number + 1 + index))
  }

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    try link(
      (parts.map(\.path) + archives).map { ($0, baseName(of: $0)) }, in: directory)
    for (index, chunk) in try chunks(injected, options).enumerated() {
      let names = newNames(index)
      let archive = try TarWriter("\(directory)/\(names.archive)")
      let cuts = try OutputFile(
        "\(directory)/\(names.cuts)", compressed: names.cuts.hasSuffix(".gz"))
      for utterance in chunk {
        let (name, bytes) = try audio(of: utterance, options, in: directory)
        var recording = JSONWriter()
        recording.beginObject()
        recording.lhotseRecording(of: utterance, isInArchive: true)
        recording.endObject()
        try archive.add(name, bytes)
        try archive.add("\(utterance.id).json", recording.bytes + [0x0A])
        try cuts.write(try parts[0].record(for: utterance, traits: traits) + [0x0A])
      }
      try archive.close()
      try cuts.close()
    }
    try removeAudioFolder(options, in: directory)
    return injected.indices.map { traits.lines + $0 + 1 }
  }

  /// Cuts of files, because programs decode one utterance at a time.
  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String
  ) throws(Problem) {
    var layout = RecordLayout.lhotseCuts
    // The user's cuts have no path.
    layout.audio = .elsewhere
    let plain = RecordManifest(path: path, format: .lhotseCuts, layout: layout)
    let prefix = final.isEmpty ? "" : "\(final)/"
    var cuts: [(id: String, bytes: [UInt8])] = []
    for utterance in injected {
      let file = "\(prefix)\(audioFolderName)/\(baseName(of: utterance.audioPath))"
      cuts.append((utterance.id, try plain.record(for: utterance.at(file), traits: traits)))
    }
    let sources = try audioFiles(of: checkUtterances.map(\.utterance))
    for (checkUtterance, source) in zip(checkUtterances, sources) {
      let source = try audio(of: checkUtterance, source)
      let entry = try plain.entry(of: checkUtterance.utterance)
      let file = try extract(source, as: checkUtterance.id, in: target)
      var bytes = Array(entry.record.bytes)
      let edits: [(FieldRole, String)] = [
        (.id, checkUtterance.id), (.audio, prefix + file), (.sourceType, "file"),
      ]
      let places = edits.compactMap { role, value in
        entry.field(role).map { (range: $0.written, value: value) }
      }
      for (range, value) in places.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
        bytes.replaceSubrange(range, with: quotedJSON(value))
      }
      cuts.append((checkUtterance.id, bytes))
    }
    cuts.sort { $0.id.precedesInBytes($1.id) }
    let output = try OutputFile("\(target)/\(probeName)")
    for cut in cuts { try output.write(cut.bytes + [0x0A]) }
    try output.close()
  }

  package func archivedAudio(of ids: Set<String>) throws(Problem) -> [String: AudioSource]? {
    var audio: [String: AudioSource] = [:]
    _ = try cuts(limit: nil) { utterance, _, source throws(Problem) in
      if ids.contains(utterance.name) { audio[utterance.name] = source }
    }
    return audio
  }

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    var result = RemovalOutcome()
    var kept: [(path: String, name: String)] = []
    var names: Set<String> = []
    for (part, archive) in zip(parts, archives) {
      var (own, others) = (0, 0)
      let traits = try part.entries(limit: nil) { utterance, _ throws(Problem) in
        if ids.contains(utterance.name) {
          own += 1
          result.found.insert(utterance.name)
        } else {
          others += 1
        }
      }
      result.entries += own
      if own > 0, others == 0 { continue }
      let name = part.manifestName
      names.insert(name)
      kept += [part.path, archive].map { ($0, baseName(of: $0)) }
      let original = files.first { $0.name == name }
      if own > 0 || original?.digest != traits.files[0].digest { result.changedFiles.append(name) }
    }
    result.changedFiles += files.map(\.name).filter { !names.contains($0) }
    if let destination {
      try makeDirectories(destination)
      try link(kept, in: destination)
    }
    return result
  }
}
