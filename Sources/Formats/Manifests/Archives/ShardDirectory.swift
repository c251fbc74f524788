import Files

/// Lhotse Shar: a directory with cuts and archives of their audio.
///
///     cuts.000000.jsonl.gz      one cut a line, as in `lhotse-cuts`, with a source of type "shar"
///     recording.000000.tar      for each cut `<id>.flac`, then `<id>.json` with the recording
///
/// * An archive has the cuts of its number in their order: Lhotse asserts that the ids agree, and drops
///   the rest without a message if one file ends before the other.
/// * `<id>.nodata` and `<id>.nometa` stand for a cut without audio.
/// * Further fields (`features.000000.tar`, `target_audio.000000.tar`) would need values for canaries, so
///   a corpus with them is refused.
package struct ShardDirectory: ShardedCorpus {
  package let path: String
  package let format = ManifestFormat.lhotseShar
  /// The files of cuts in the order of their numbers.
  let parts: [RecordManifest]
  /// The archives of `parts`.
  let archives: [String]
  /// Files of other fields.
  let others: [String]

  package var manifestName: String { "" }
  package var probeName: String { "cuts.jsonl" }
  package var sourceDirectory: String { absolutePath(path) }

  /// The names of the files of cuts in a directory.
  static func cuts(in names: [String]) -> [NumberedName] {
    names.filter { $0.hasPrefix("cuts.") && $0.contains(".jsonl") }
      .compactMap { NumberedName($0, after: "cuts.") }.sorted { $0.number < $1.number }
  }

  static func recognize(_ names: [String]) -> String? {
    let isShar = names.contains { $0.hasPrefix("recording.") && $0.contains(".tar") }
    return isShar && !cuts(in: names).isEmpty ? "it has cuts.*.jsonl and recording.*.tar" : nil
  }

  init(path: String) throws(Problem) {
    self.path = path
    let names = try directoryEntries(of: path)
    let cuts = Self.cuts(in: names)
    guard !cuts.isEmpty else {
      throw Problem(
        .badData, "has no cuts.000000.jsonl.gz", file: path,
        hint: "name the directory of the shards")
    }
    parts = cuts.map {
      RecordManifest(
        path: "\(path)/\($0.with($0.number))", format: .lhotseShar, layout: .sharCuts)
    }
    let recordings = names.filter { $0.hasPrefix("recording.") && $0.contains(".tar") }
    let byNumber = Dictionary(
      recordings.compactMap { name in
        NumberedName(name, after: "recording.").map { ($0.number, name) }
      }, uniquingKeysWith: { first, _ in first })
    var archives: [String] = []
    for cut in cuts {
      guard let name = byNumber[cut.number] else {
        throw Problem(
          .missingInput, "has no recording.\(cut.digits).tar for these cuts",
          file: "\(path)/\(cut.with(cut.number))", hint: "Lhotse needs an archive for every shard")
      }
      archives.append("\(path)/\(name)")
    }
    self.archives = archives
    guard recordings.count == cuts.count else {
      throw Problem(
        .badData,
        "has \(recordings.count) archives recording.*.tar for \(cuts.count) files of cuts",
        file: path, hint: "remove what does not belong to the data set")
    }
    others = names.filter { name in
      let isShard = name.contains(".tar") || name.contains(".jsonl")
      return isShard && !name.hasPrefix("cuts.") && !name.hasPrefix("recording.")
    }
  }

  // MARK: - Reading

  /// The audio of each cut of a shard, in order; nil for a cut without audio.
  private func sources(_ shard: Int) throws(Problem) -> [(id: String, source: AudioSource?)] {
    let reader = try TarReader(archives[shard])
    var sources: [(id: String, source: AudioSource?)] = []
    while let data = try reader.next() {
      guard let meta = try reader.next() else {
        throw Problem(
          .badData, "the last recording '\(data.name.printable)' has no metadata after it",
          file: archives[shard], hint: "Lhotse raises a RuntimeError")
      }
      let (id, metaID) = (Self.stem(data.name), Self.stem(meta.name))
      guard id == metaID, meta.name.hasSuffix(".json") || meta.name.hasSuffix(".nometa") else {
        throw Problem(
          .badData, "'\(data.name.printable)' is followed by '\(meta.name.printable)'",
          file: archives[shard], hint: "audio and metadata alternate in the archives of Lhotse Shar"
        )
      }
      let isEmpty = data.name.hasSuffix(".nodata")
      sources.append(
        (id, isEmpty ? nil : AudioSource(archives[shard], member: data.name, bytes: data.bytes)))
    }
    return sources
  }

  /// A name up to its last dot (Python's `Path.stem`).
  private static func stem(_ name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
    return String(name[..<dot])
  }

  /// Reads the cuts together with their archives.
  func cuts(
    limit: Int?, _ visit: (Utterance, RecordEntry, AudioSource?) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var all: CorpusTraits?
    for (shard, part) in parts.enumerated() {
      let left = limit.map { $0 - (all?.utterances ?? 0) }
      if let left, left <= 0 { break }
      let sources = try sources(shard)
      var next = 0
      let own = try part.entries(limit: left) { utterance, entry throws(Problem) in
        guard next < sources.count else {
          throw part.entries.problem(
            "\(baseName(of: archives[shard])) ends after \(sources.count) recordings; Lhotse drops "
              + "this cut without a message", .id, entry)
        }
        guard sources[next].id == entry.name else {
          throw part.entries.problem(
            "the cut is '\(entry.name.printable)', and \(baseName(of: archives[shard])) has "
              + "'\(sources[next].id.printable)' at its place; Lhotse raises an AssertionError",
            .id,
            entry)
        }
        try visit(utterance, entry, sources[next].source)
        next += 1
      }
      guard limit != nil || next == sources.count else {
        throw Problem(
          .badData,
          "has \(sources.count) recordings for \(next) cuts; Lhotse drops the rest without a "
            + "message", file: archives[shard])
      }
      if all == nil { all = own } else { all!.join(own) }
      all!.parts.append(own)
    }
    var traits = all!
    traits.shards = Array(parts.indices)
    if let other = others.first {
      traits.obstacles.append(
        Problem(
          .badData, "is another field of the cuts, which canaries would not have",
          file: "\(path)/\(other)", hint: "write the shards again with the recordings only"))
    }
    return traits
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try cuts(limit: limit) { utterance, _, _ throws(Problem) in try visit(utterance) }
  }

  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try cuts(limit: nil) { utterance, entry, source throws(Problem) in
      guard let source else {
        throw Problem(
          .badData, "the cut has no audio", file: utterance.file, line: utterance.line)
      }
      try visit(
        utterance, AudioPart(source, start: entry.start ?? 0, seconds: entry.seconds))
    }
  }

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    for shard in parts.indices where files.count < limit {
      files += try sources(shard).compactMap(\.source).prefix(limit - files.count)
    }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var found: [String: [String: AudioSource]] = [:]
    for file in Set(utterances.map(\.file)) {
      guard let shard = parts.firstIndex(where: { $0.path == file }) else { continue }
      found[file] = Dictionary(
        try sources(shard).compactMap { item in item.source.map { (item.id, $0) } },
        uniquingKeysWith: { first, _ in first })
    }
    return utterances.map { found[$0.file]?[$0.name] }
  }
}

extension RecordLayout {
  /// The cuts of Lhotse Shar: those of `lhotse-cuts`, with the audio in an archive.
  static let sharCuts = RecordLayout(
    loader: "Lhotse", syntax: .jsonLines,
    names: [
      .id: ["id"], .text: ["supervisions.0.text"], .duration: ["duration"], .start: ["start"],
      .language: ["supervisions.0.language"], .speaker: ["supervisions.0.speaker"],
      .secondText: ["supervisions.1.text"], .type: ["type"], .features: ["features"],
    ], required: [.id, .text, .duration, .start, .type], audio: .elsewhere,
    faults: lhotseFaults, fixedFields: ["channel", "recording", "supervisions"], mixesNames: true,
    knownKeys: ["": lhotseCutKeys, "supervisions.0.": lhotseSupervisionKeys],
    lostKeys: lhotseLostKeys, types: lhotseCutTypes,
    standardFields: { $0.lhotseCut(of: $1, $2, isInArchive: true) })
}
