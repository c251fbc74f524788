import Files
import Platform

extension TarredManifest {
  private var lastShard: Int { archives.keys.max() ?? 0 }

  /// The name of the archive of a new shard, after the pattern of the user's.
  private func archiveName(_ shard: Int, like other: Int) -> String {
    NumberedName(baseName(of: archives[other]!), after: "_")!.with(shard)
  }

  /// The name of the manifest of a new shard.
  private func partName(_ shard: Int) -> String {
    let folder = names[0].contains("/") ? "\(parentDirectory(of: names[0]))/" : ""
    return folder + NumberedName(baseName(of: names[0]), after: "_")!.with(shard)
  }

  package func injectedNames(_ traits: CorpusTraits, _ options: InjectionOptions) -> InjectedNames {
    let old = traits.shards ?? []
    let last = old.last ?? 0
    let new = (0..<(options.shards ?? 1)).map { last + 1 + $0 }
    let files =
      old.map { baseName(of: archives[$0] ?? "") } + new.map { archiveName($0, like: last) }
    let manifests = partShards == nil ? nil : names + new.map(partName)
    return InjectedNames(
      manifest: manifests.map { NumberedName.value(for: $0, after: "_") },
      archives: NumberedName.value(for: files, after: "_"))
  }

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    let old = traits.shards ?? []
    let last = old.last ?? 0
    try link(
      old.map { shard in (archives[shard]!, baseName(of: archives[shard]!)) }, in: directory)
    var rows: [[InjectedUtterance]] = []
    for (index, chunk) in try chunks(injected, options).enumerated() {
      let shard = last + 1 + index
      let archive = try TarWriter("\(directory)/\(archiveName(shard, like: last))")
      for utterance in chunk {
        let (name, bytes) = try audio(of: utterance, options, in: directory)
        try archive.add(name, bytes)
      }
      try archive.close()
      rows.append(chunk.map { $0.inShard(shard) })
    }
    try removeAudioFolder(options, in: directory)
    guard partShards != nil else {
      // Rows follow one another shard by shard, so those of a new shard follow all others.
      return try parts[0].inject(
        Array(rows.joined()), gaps: Array(repeating: traits.lines, count: injected.count),
        traits: traits, options: options, in: directory)
    }
    var positions: [Int] = []
    for (part, name) in zip(parts, names) {
      let target = "\(directory)/\(name)"
      try makeDirectories(parentDirectory(of: target))
      try copyFile(part.path, to: target)
    }
    for (index, chunk) in rows.enumerated() {
      let output = try OutputFile(
        "\(directory)/\(partName(last + 1 + index))", compressed: traits.files[0].isCompressed)
      for utterance in chunk {
        try output.write(try parts[0].record(for: utterance, traits: traits) + [0x0A])
        positions.append(traits.lines + positions.count + 1)
      }
      try output.close()
    }
    return positions
  }

  /// A plain manifest, because programs decode one utterance at a time from files.
  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String
  ) throws(Problem) {
    let prefix = final.isEmpty ? "" : "\(final)/"
    var rows: [(id: String, bytes: [UInt8])] = []
    for utterance in injected {
      let file = "\(prefix)\(audioFolderName)/\(baseName(of: utterance.audioPath))"
      rows.append(
        (utterance.id, try parts[0].record(for: utterance.at(file), traits: traits)))
    }
    let sources = try audioFiles(of: checkUtterances.map(\.utterance))
    for (checkUtterance, source) in zip(checkUtterances, sources) {
      let entry = try parts[0].entry(of: checkUtterance.utterance)
      let source = try audio(of: checkUtterance, source)
      let file = try extract(source, as: checkUtterance.id, in: target)
      var row = JSONTree()
      for field in entry.fields where !field.isNested {
        let role = entry.role(of: field)
        // Loaders read the last of several fields with one key.
        if role == .archive || (role == nil && field.hasRole) { continue }
        row.add(
          [String(decoding: field.name, as: UTF8.self)],
          role == .audio ? quotedJSON(prefix + file) : Array(entry.record.bytes(field.written)))
      }
      rows.append((checkUtterance.id, row.bytes))
    }
    rows.sort { $0.id.precedesInBytes($1.id) }
    let output = try OutputFile("\(target)/\(probeName)")
    for row in rows { try output.write(row.bytes + [0x0A]) }
    try output.close()
  }

  package func archivedAudio(of ids: Set<String>) throws(Problem) -> [String: AudioSource]? {
    var wanted: [Utterance] = []
    _ = try rowsOnly { utterance throws(Problem) in
      if ids.contains(utterance.name) { wanted.append(utterance.detached) }
    }
    var audio: [String: AudioSource] = [:]
    for (utterance, source) in zip(wanted, try audioFiles(of: wanted)) {
      audio[utterance.name] = source
    }
    return audio
  }

  /// Reads the rows and not the archives.
  private func rowsOnly(_ visit: (Utterance) throws(Problem) -> Void) throws(Problem) {
    for part in parts { _ = try part.survey(limit: nil, visit) }
  }

  // MARK: - Removal

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    var result = RemovalOutcome()
    var (removed, kept): (Set<Int>, Set<Int>) = ([], [])
    for (index, part) in parts.enumerated() {
      var own: (removed: Int, kept: Int) = (0, 0)
      _ = try part.entries(limit: nil) { utterance, entry throws(Problem) in
        let shard = try place(of: entry, part: index).shard
        if ids.contains(utterance.name) {
          removed.insert(shard)
          own.removed += 1
        } else {
          kept.insert(shard)
          own.kept += 1
        }
      }
      // A manifest of a new shard has no entry of the user's.
      let file = files.first { $0.name == names[index] }
      if file == nil, own.kept == 0 {
        _ = try part.survey(limit: nil) { utterance throws(Problem) in
          result.found.insert(utterance.name)
        }
        result.entries += own.removed
        continue
      }
      guard let file else {
        result.changedFiles.append(names[index])
        continue
      }
      let target = destination.map { "\($0)/\(file.name)" }
      if let target { try makeDirectories(parentDirectory(of: target)) }
      let outcome = try part.remove(
        ids: ids, speakers: speakers, original: [file], options: options, to: target)
      result.found.formUnion(outcome.found)
      result.entries += outcome.entries
      result.changedFiles += outcome.changedFiles
    }
    for file in files where !names.contains(file.name) { result.changedFiles.append(file.name) }
    result.changedFiles += removed.intersection(kept).sorted().map {
      baseName(of: archives[$0] ?? "shard \($0)")
    }
    if let destination {
      try makeDirectories(destination)
      try link(
        try kept.sorted().map { shard throws(Problem) in
          let archive = try archive(shard, path)
          return (archive, baseName(of: archive))
        }, in: destination)
    }
    return result
  }
}
