import Files

/// NeMo's tarred data set: rows of a manifest whose audio is in numbered tar archives.
///
///     audio_0.tar … audio_7.tar               flat members `<name>.wav`
///     tarred_audio_manifest.json              all rows, with "shard_id"
///     sharded_manifests/manifest_0.json …     the rows of one archive each
///
/// * A row's `audio_filepath` is the name of a member; `-sub1`, `-sub2`, … before the extension stand
///   for parts of one member.
/// * The archives lie beside the manifest or in the directory above it. The number in the name of an
///   archive (`audio…_N….tar`) and of a sharded manifest (`manifest…_N….json`) is the shard's id. NeMo
///   asserts that both have the same ids, and counts them from 0.
/// * NeMo drops a row whose archive has no such member without a message, and raises a RuntimeError for a
///   member without a row.
package struct TarredManifest: ShardedCorpus {
  package let path: String
  package let format = ManifestFormat.nemoTarred
  let parts: [RecordManifest]
  /// The directory with the archives.
  let root: String
  /// The paths of the manifests below `root`.
  let names: [String]
  /// The shard of each manifest; nil for one manifest of all shards.
  let partShards: [Int]?
  /// All archives in `root` by the id of their shard.
  let archives: [Int: String]

  package var manifestName: String { partShards == nil ? names[0] : "" }
  package var probeName: String { "probe.json" }
  package var sourceDirectory: String { root }

  package func manifestPath(of file: String) -> String { baseName(of: file) }

  init(_ pattern: NamePattern) throws(Problem) {
    path = pattern.value
    var parts: [RecordManifest] = []
    for name in pattern.names {
      parts.append(try RecordManifest(path: name, format: .nemoTarred, keys: ManifestKeys()))
    }
    self.parts = parts
    let directory = parts[0].directory
    guard parts.allSatisfy({ $0.directory == directory }) else {
      throw Problem(
        .usage, "the manifests are in several directories, so they are several data sets",
        file: path,
        hint: "inject into one of them")
    }
    let above = absolutePath(parentDirectory(of: directory))
    let beside = try Self.archives(in: directory)
    archives = try beside.isEmpty ? Self.archives(in: above) : beside
    root = beside.isEmpty ? above : directory
    guard !archives.isEmpty else {
      throw Problem(
        .missingInput, "there is no archive audio_0.tar, … beside this manifest or above it",
        file: parts[0].path,
        hint: "link the archives (tarred_audio_filepaths) into the directory of the manifest")
    }
    let folder = beside.isEmpty ? "\(baseName(of: directory))/" : ""
    names = parts.map { folder + baseName(of: $0.path) }
    // One sharded manifest is the manifest of its shard, unless its rows name shards.
    let numbers = parts.map { NumberedName(baseName(of: $0.path), after: "_")?.number }
    guard parts.count > 1 else {
      partShards = nil
      return
    }
    guard let index = numbers.firstIndex(of: nil) else {
      partShards = numbers.map { $0! }
      return
    }
    throw Problem(
      .badData, "the name has no shard number, such as manifest_0.json", file: parts[index].path)
  }

  /// The archives of a directory by the id of their shard.
  private static func archives(in directory: String) throws(Problem) -> [Int: String] {
    var archives: [Int: String] = [:]
    for name in try directoryEntries(of: directory)
    where name.hasPrefix("audio") && name.contains(".tar") {
      guard let number = NumberedName(name, after: "_")?.number else { continue }
      if let other = archives[number] {
        throw Problem(
          .badData, "is a second archive of shard \(number), beside \(baseName(of: other))",
          file: "\(directory)/\(name)", hint: "move one of them elsewhere")
      }
      archives[number] = "\(directory)/\(name)"
    }
    return archives
  }

  // MARK: - Rows

  /// The shard and the member of an entry.
  func place(of entry: RecordEntry, part: Int) throws(Problem) -> (shard: Int, member: String) {
    let member = Self.member(entry.audioPath)
    if let partShards { return (partShards[part], member) }
    guard let field = entry.field(.archive),
      let shard = Int(String(decoding: entry.record.content(field), as: UTF8.self)), shard >= 0
    else {
      throw parts[part].entries.problem(
        "expected the number of the archive", .archive, entry,
        hint: "every row of a tarred manifest has a \"shard_id\"")
    }
    return (shard, member)
  }

  /// `a-sub2.wav` → `a.wav` (NeMo, nemo_adapters.py: LazyNeMoTarredIterator).
  private static func member(_ path: String) -> String {
    guard let mark = path.ranges(of: "-sub").last else { return path }
    let rest = path[mark.upperBound...]
    let digits = rest.utf8.prefix(while: isDigit)
    let suffix = rest.utf8[digits.endIndex...]
    guard !digits.isEmpty, suffix.isEmpty || suffix.first == UInt8(ascii: ".") else { return path }
    return path[..<mark.lowerBound] + String(decoding: suffix, as: UTF8.self)
  }

  /// The index of the manifest that an utterance was read from.
  func part(of utterance: Utterance) -> Int {
    parts.firstIndex { $0.path == utterance.file } ?? 0
  }

  func archive(_ shard: Int, _ file: String) throws(Problem) -> String {
    guard let archive = archives[shard] else {
      throw Problem(
        .missingInput, "the archive of shard \(shard) is missing: \(root)/audio_\(shard).tar",
        file: file, hint: "NeMo asserts that every shard of the manifest has an archive")
    }
    return archive
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try rows(limit: limit) { utterance, _, _, _ throws(Problem) in try visit(utterance) }
  }

  /// Reads the rows, then the archives, and compares both.
  func rows(
    limit: Int?,
    _ visit: (Utterance, RecordEntry, _ shard: Int, _ member: String) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var all: CorpusTraits?
    // Hashes of shard and member.
    var rows: Set<Int> = []
    var shards: Set<Int> = []
    for (index, part) in parts.enumerated() {
      let left = limit.map { $0 - (all?.utterances ?? 0) }
      if let left, left <= 0 { break }
      var own = try part.entries(limit: left) { utterance, entry throws(Problem) in
        let (shard, member) = try place(of: entry, part: index)
        rows.insert(hash(shard, member))
        shards.insert(shard)
        try visit(utterance, entry, shard, member)
      }
      own.files = own.files.map { file in
        ManifestFile(
          name: names[index], digest: file.digest, isTerminated: file.isTerminated,
          isCompressed: file.isCompressed)
      }
      if all == nil { all = own } else { all!.join(own) }
      all!.parts.append(own)
    }
    var traits = all!
    traits.shards = shards.sorted()
    guard limit == nil else { return traits }
    traits.warnings += try compare(&rows, shards.sorted())
    return traits
  }

  private func hash(_ shard: Int, _ member: String) -> Int {
    var hasher = Hasher()
    hasher.combine(shard)
    hasher.combine(member)
    return hasher.finalize()
  }

  /// Walks through the archives and removes the members from `rows`.
  /// - Returns: warnings about rows without a member and members without a row.
  private func compare(_ rows: inout Set<Int>, _ shards: [Int]) throws(Problem) -> [String] {
    var warnings: [String] = []
    var (extra, repeated): ((count: Int, first: String)?, (count: Int, first: String)?)
    for shard in shards {
      let archive = try archive(shard, parts[0].path)
      let reader = try TarReader(archive)
      var seen: Set<Int> = []
      while let member = try reader.next() {
        let place = "\(archive)(\(member.name.printable))"
        let key = hash(shard, member.name)
        if !seen.insert(key).inserted {
          repeated = ((repeated?.count ?? 0) + 1, repeated?.first ?? place)
        } else if rows.remove(key) == nil {
          extra = ((extra?.count ?? 0) + 1, extra?.first ?? place)
        }
      }
    }
    if let repeated {
      warnings.append(
        "\(repeated.first): \(repeated.count) member(s) occur twice in an archive; NeMo trains on each "
          + "of them")
    }
    if let extra {
      warnings.append(
        "\(extra.first): \(extra.count) member(s) have no row in the manifest; NeMo raises a "
          + "RuntimeError unless skip_missing_manifest_entries is set")
    }
    guard !rows.isEmpty else { return warnings }
    var first: String?
    for (index, part) in parts.enumerated() where first == nil {
      _ = try part.entries(limit: nil) { utterance, entry throws(Problem) in
        let (shard, member) = try place(of: entry, part: index)
        if first == nil, rows.contains(hash(shard, member)) {
          first =
            "\(part.path):\(utterance.line): \"\(member.printable)\" is not in "
            + baseName(of: archives[shard] ?? "")
        }
      }
    }
    warnings.append(
      "\(first ?? path); \(rows.count) row(s) have no audio, and NeMo drops them without a message")
    return warnings
  }
}
