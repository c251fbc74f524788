import Files

extension TarredManifest {
  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    for shard in archives.keys.sorted() where files.count < limit {
      let reader = try TarReader(archives[shard]!)
      while files.count < limit, let member = try reader.next() {
        files.append(AudioSource(reader.path, member: member.name, bytes: member.bytes))
      }
    }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var wanted: [(shard: Int, member: String)] = []
    for utterance in utterances {
      let index = part(of: utterance)
      wanted.append(try place(of: try parts[index].entry(of: utterance), part: index))
    }
    var found: [Int: [String: AudioSource]] = [:]
    for (shard, places) in Dictionary(grouping: wanted, by: \.shard) {
      found[shard] = try Manifests.places(
        of: Set(places.map(\.member)), in: archive(shard, path))
    }
    return wanted.map { found[$0.shard]?[$0.member] }
  }

  /// Holds the places of all members of the archives that have been needed so far.
  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var places: [Int: [String: AudioSource]] = [:]
    return try rows(limit: nil) { utterance, entry, shard, member throws(Problem) in
      if places[shard] == nil {
        places[shard] = try allPlaces(in: archive(shard, utterance.file))
      }
      guard let source = places[shard]?[member] else {
        throw Problem(
          .missingInput, "'\(member.printable)' is not in \(archives[shard] ?? "")",
          file: utterance.file, line: utterance.line,
          hint: "NeMo drops such rows without a message")
      }
      try visit(
        utterance,
        AudioPart(
          source, start: entry.start ?? 0, seconds: entry.start == nil ? nil : entry.seconds))
    }
  }
}

/// The places of all members of an archive.
func allPlaces(in archive: String) throws(Problem) -> [String: AudioSource] {
  var places: [String: AudioSource] = [:]
  let reader = try TarReader(archive)
  while let member = try reader.next() {
    places[member.name] = AudioSource(archive, member: member.name, bytes: member.bytes)
  }
  return places
}
