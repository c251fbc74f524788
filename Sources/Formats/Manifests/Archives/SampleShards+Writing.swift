import Files
import Integrity
import Platform

extension SampleShards {
  /// The names of new archives, numbered on from the user's.
  private func newNames(_ options: InjectionOptions) -> [String] {
    let old = archives.map { baseName(of: $0) }
    let numbered = old.compactMap { NumberedName($0) }
    let count = options.shards ?? 1
    guard let last = numbered.max(by: { $0.number < $1.number }), numbered.count == old.count else {
      let free = (1...).lazy.map { "\(stem(of: old[0]))-\($0).tar" }.filter { !old.contains($0) }
      return Array(free.prefix(count))
    }
    return (0..<count).map { last.with(last.number + 1 + $0) }
  }

  package func injectedNames(_ traits: CorpusTraits, _ options: InjectionOptions) -> InjectedNames {
    guard format == .webdataset else { return InjectedNames() }
    let all = archives.map { baseName(of: $0) } + newNames(options)
    let value = NumberedName.value(for: all, after: nil, open: "{", close: "}")
    return InjectedNames(manifest: value.contains(",") ? "{\(value)}" : value)
  }

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    let chunks = try chunks(injected, options)
    let names = newNames(options)
    for (name, chunk) in zip(names, chunks) {
      let archive = try TarWriter("\(directory)/\(name)")
      for utterance in chunk {
        for (kind, bytes) in try sample(of: utterance, traits, options, in: directory) {
          try archive.add("\(utterance.id).\(kind)", bytes)
        }
      }
      try archive.close()
    }
    try removeAudioFolder(options, in: directory)
    if format == .webdataset {
      try link(archives.map { ($0, baseName(of: $0)) }, in: directory)
      return injected.indices.map { traits.utterances + $0 + 1 }
    }
    return try writeList(names, chunks, gaps: gaps, traits, in: directory)
  }

  /// The components of the sample of an injected utterance, as those of the first sample.
  private func sample(
    of utterance: InjectedUtterance, _ traits: CorpusTraits, _ options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [(kind: String, bytes: [UInt8])] {
    let (name, audio) = try audio(of: utterance, options, in: directory)
    var components: [(kind: String, bytes: [UInt8])] = []
    for kind in first.kinds {
      if kind == first.audioKind {
        components.append((String(name.split(separator: ".").last ?? "wav"), audio))
      } else if kind == first.textKind {
        components.append((kind, Array(utterance.text.utf8) + (first.textEndsLine ? [0x0A] : [])))
      } else if kind == "json", let json = first.json {
        components.append((kind, try json.record(for: utterance.at(name), traits: traits)))
      } else if let fixed = traits.style.fixedComponents[kind] {
        components.append((kind, fixed))
      } else if let field = traits.style.fields.first(where: { $0.name == kind }) {
        components.append((kind, field.cell(of: utterance)))
      }
    }
    return components
  }

  /// Copies the list with the new archives between the user's.
  private func writeList(
    _ names: [String], _ chunks: [ArraySlice<InjectedUtterance>], gaps: [Int],
    _ traits: CorpusTraits, in directory: String
  ) throws(Problem) -> [Int] {
    let source = traits.files[0]
    let output = try OutputFile("\(directory)/\(manifestName)", compressed: source.isCompressed)
    let reader = try LineReader(path)
    let end: [UInt8] = traits.style.endsLinesWithCarriageReturn ? [0x0D] : []
    var positions: [Int] = []
    var copied = 0
    func copy(_ count: Int) throws(Problem) {
      var left = count
      while left > 0, let run = try reader.nextRun(atMost: left) {
        try output.write(run.bytes)
        left -= run.lines
      }
    }
    for (index, (name, chunk)) in zip(names, chunks).enumerated() {
      guard let first = chunk.first else { continue }
      let gap = gaps[chunk.startIndex]
      try copy(gap - copied)
      copied = gap
      // The audio was to lie in a folder of the directory that training reads.
      let folder = parentDirectory(of: parentDirectory(of: first.audioPath))
      let isLast = copied == traits.lines && !source.isTerminated
      try output.write(
        (isLast ? [0x0A] : []) + Array("\(folder)/\(name)".utf8) + end + (isLast ? [] : [0x0A]))
      positions += chunk.map { _ in gap + index + 1 }
    }
    try copy(.max)
    try output.close()
    try requireUnchanged(path, since: traits.stamp)
    return positions
  }

  /// A manifest of files: WeNet's raw list, or an audiofolder for WebDataset, which has no other form.
  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String
  ) throws(Problem) {
    // The paths of an audiofolder are relative.
    let prefix = final.isEmpty || format == .webdataset ? "" : "\(final)/"
    var rows = injected.map { utterance in
      (
        id: utterance.id, path: "\(prefix)\(audioFolderName)/\(baseName(of: utterance.audioPath))",
        text: utterance.text
      )
    }
    let sources = try audioFiles(of: checkUtterances.map(\.utterance))
    for (checkUtterance, source) in zip(checkUtterances, sources) {
      let source = try audio(of: checkUtterance, source)
      rows.append(
        (
          checkUtterance.id, prefix + (try extract(source, as: checkUtterance.id, in: target)),
          String(decoding: checkUtterance.utterance.text, as: UTF8.self)
        ))
    }
    rows.sort { $0.id.precedesInBytes($1.id) }
    let output = try OutputFile("\(target)/\(probeName)")
    for row in rows {
      var writer = JSONWriter()
      writer.beginObject()
      if format == .wenetShards { writer.field("key", row.id) }
      writer.field(format == .wenetShards ? "wav" : "file_name", row.path)
      writer.field(format == .wenetShards ? "txt" : "text", row.text)
      writer.endObject()
      try output.write(writer.bytes + [0x0A])
    }
    try output.close()
  }

  package func archivedAudio(of ids: Set<String>) throws(Problem) -> [String: AudioSource]? {
    var audio: [String: AudioSource] = [:]
    try eachSample { reading, _ throws(Problem) in
      if ids.contains(reading.sample.key) { audio[reading.sample.key] = reading.source }
      return true
    }
    return audio
  }

  // MARK: - Removal

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    var result = RemovalOutcome()
    var removed: [Bool] = []
    for archive in archives {
      removed.append(try isNew(archive, ids, files, &result))
    }
    if let destination { try makeDirectories(destination) }
    guard format == .wenetShards else {
      let kept = zip(archives, removed).filter { !$0.1 }.map { ($0.0, baseName(of: $0.0)) }
      let names = Set(kept.map(\.1))
      result.changedFiles += files.map(\.name).filter { !names.contains($0) }
      if let destination { try link(kept, in: destination) }
      return result
    }
    let output = try destination.map { directory throws(Problem) in
      try OutputFile("\(directory)/\(files[0].name)", compressed: files[0].isCompressed)
    }
    var remaining = RemainingLines(output: output)
    let reader = try LineReader(path)
    while let line = try reader.next() {
      if !removed[line.number - 1] { try remaining.append(line.bytes) }
    }
    if try !remaining.close(matching: files[0]) { result.changedFiles.append(files[0].name) }
    return result
  }

  /// Whether an archive has injected samples only. Those of WeNet are told by their first sample, so
  /// that the user's archives need not be read.
  private func isNew(
    _ archive: String, _ ids: Set<String>, _ files: [ManifestFile], _ result: inout RemovalOutcome
  ) throws(Problem) -> Bool {
    var samples = try TarSampleReader(archive, names)
    let hasher = Digest.Hasher()
    var (own, others) = (0, 0)
    while let sample = try samples.nextSample() {
      if ids.contains(sample.key) {
        own += 1
        result.found.insert(sample.key)
      } else {
        if others == 0, own == 0, format == .wenetShards { return false }
        others += 1
      }
      if format == .webdataset {
        hasher.update(try digestContent(of: try read(sample, samples.reader)))
      }
    }
    result.entries += own
    if own > 0, others == 0 { return true }
    let file = files.first { $0.name == baseName(of: archive) }
    if own > 0 || (format == .webdataset && file?.digest != hasher.finish()) {
      result.changedFiles.append(baseName(of: archive))
    }
    return false
  }

  /// The digest of a user's archive covers the names and sizes of the members, and the texts.
  func digestContent(of reading: Reading) throws(Problem) -> [UInt8] {
    reading.sample.components.flatMap {
      Array("\($0.member.name)\u{0}\($0.member.bytes.count)\u{0}".utf8)
    } + reading.text
  }
}
