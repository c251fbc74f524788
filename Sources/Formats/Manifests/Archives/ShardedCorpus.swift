import Files
import Platform

/// A corpus whose audio is in tar archives (shards). The user's shards stay untouched and are linked
/// beside the new ones, which have all canaries and nothing else.
protocol ShardedCorpus: TrainingCorpus {}

extension ShardedCorpus {
  /// The injected utterances of each new shard: runs of equal length, of which the caller has shuffled
  /// the order.
  func chunks(
    _ injected: [InjectedUtterance], _ options: InjectionOptions
  ) throws(Problem) -> [ArraySlice<InjectedUtterance>] {
    let count = options.shards ?? 1
    guard count > 0 || injected.isEmpty, count <= max(1, injected.count) else {
      throw Problem(
        .usage,
        "there are \(injected.count) entries for \(count) new shards; a shard cannot be empty",
        field: "shards", hint: "name a smaller number")
    }
    return (0..<count).map { shard in
      injected[(injected.count * shard / count)..<(injected.count * (shard + 1) / count)]
    }
  }

  /// The audio file of an injected utterance, which the caller has written to the folder for audio.
  func audio(
    of utterance: InjectedUtterance, _ options: InjectionOptions, in directory: String
  ) throws(Problem) -> (name: String, bytes: [UInt8]) {
    let name = baseName(of: utterance.audioPath)
    return (name, try readFile("\(directory)/\(options.audioFolder)/\(name)"))
  }

  /// Removes the folder for audio, whose files the new shards have now.
  func removeAudioFolder(_ options: InjectionOptions, in directory: String) throws(Problem) {
    try removeTree("\(directory)/\(options.audioFolder)")
  }

  /// Links the user's archives into a new directory, under the names that they have there.
  func link(
    _ archives: [(path: String, name: String)], in directory: String
  ) throws(Problem) {
    for (path, name) in archives {
      let link = "\(directory)/\(name)"
      try makeDirectories(parentDirectory(of: link))
      guard unsafe symlink(absolutePath(path), link) == 0 else {
        throw SystemError.last.writing(link)
      }
    }
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] { [:] }

  /// The audio of a check utterance.
  /// - Throws: if no archive has it: a probe set without it could not be scored.
  func audio(
    of checkUtterance: ProbedUtterance, _ source: AudioSource?
  ) throws(Problem) -> AudioSource {
    guard let source else {
      let utterance = checkUtterance.utterance
      throw Problem(
        .missingInput, "no archive has the audio of this utterance", file: utterance.file,
        line: utterance.line, hint: "choose another \(ManifestSetting.seed)")
    }
    return source
  }

  /// Writes the probe set's own copy of a check utterance's audio.
  /// - Returns: its path below `target`.
  func extract(
    _ source: AudioSource, as id: String, in target: String
  ) throws(Problem) -> String {
    let suffix = source.name.dropFirst().lastIndex(of: ".").map { source.name[$0...] } ?? ""
    let path = "\(audioFolderName)/\(id)\(suffix.lowercased())"
    try writeFile("\(target)/\(path)", try source.content())
    return path
  }
}

/// The members of an archive, for finding some of them by name.
func places(
  of names: Set<String>, in archive: String
) throws(Problem) -> [String: AudioSource] {
  var places: [String: AudioSource] = [:]
  let reader = try TarReader(archive)
  while let member = try reader.next() {
    guard names.contains(member.name) else { continue }
    places[member.name] = AudioSource(archive, member: member.name, bytes: member.bytes)
  }
  return places
}
