import Files
import Platform

/// Lhotse's recordings and supervisions. An utterance is a supervision; its audio is in the file of the
/// recordings, which lists them in any order.
package struct PairedManifest: TrainingCorpus {
  package let format = ManifestFormat.lhotse
  let supervisions: RecordManifest
  let recordings: RecordManifest

  package var path: String { supervisions.path }
  package var manifestName: String { supervisions.manifestName }
  package var probeName: String { supervisions.manifestName }
  package var canaryPaths: CanaryPaths { .absolute }

  /// - Parameter path: one of both files.
  package init(path: String) throws(Problem) {
    guard let start = try FileStart(path) else {
      throw Problem(
        .badData, "has no utterance", file: path, hint: "check that this is the right file")
    }
    let isSupervisions = start.hasKeys("recording_id") || !start.hasKeys("sources")
    let other = try Self.partner(of: path, isSupervisions: isSupervisions)
    supervisions = RecordManifest(
      path: isSupervisions ? path : other, format: .lhotse,
      layout: RecordFormat.lhotse.layout(start))
    recordings = RecordManifest(
      path: isSupervisions ? other : path, format: .lhotse, layout: .lhotseRecordings)
  }

  /// The other file of the pair: the same name with the other word.
  private static func partner(of path: String, isSupervisions: Bool) throws(Problem) -> String {
    let (own, wanted) =
      isSupervisions ? ("supervisions", "recordings") : ("recordings", "supervisions")
    let name = baseName(of: path)
    let other = "\(parentDirectory(of: path))/\(name.replacing(own, with: wanted))"
    guard name.contains(own), fileExists(other) else {
      throw Problem(
        .missingInput, "there is no file of the \(wanted) beside this one", file: path,
        hint: "both files have the same name, with '\(own)' or '\(wanted)' in it")
    }
    return other
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var wanted: Set<Int> = []
    var lost: (utterance: RecordEntry, id: String)?
    var recordingsTraits = CorpusTraits()
    if limit == nil {
      recordingsTraits = try recordings.entries(limit: nil) { _, entry throws(Problem) in
        wanted.insert(entry.name.hashValue)
      }
    }
    var traits = try supervisions.entries(limit: limit) { utterance, entry throws(Problem) in
      if limit == nil, lost == nil, !wanted.contains(entry.recordingID.hashValue) {
        lost = (entry, entry.recordingID)
      }
      try visit(utterance)
    }
    if let (entry, id) = lost {
      throw supervisions.entries.problem(
        "the recording '\(id.printable)' is not in \(recordings.path)", .recording, entry,
        hint: "lhotse validate-pair checks both files")
    }
    traits.files += recordingsTraits.files
    traits.warnings += recordingsTraits.warnings
    traits.obstacles += recordingsTraits.obstacles
    traits.relativePathObstacle = recordingsTraits.relativePathObstacle
    traits.absolutePathObstacle = recordingsTraits.absolutePathObstacle
    traits.parts = [traits, recordingsTraits]
    return traits
  }

  // MARK: - Audio

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    try recordings.audioFiles(limit: limit)
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var ids: [String] = []
    for utterance in utterances { ids.append(try supervisions.entry(of: utterance).recordingID) }
    let files = try recordings.plainAudioFiles(of: Set(ids))
    return ids.map { files[$0].map(AudioSource.init) }
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    var ids: [String: String] = [:]
    _ = try supervisions.entries(limit: nil) { utterance, entry throws(Problem) in
      if names.contains(utterance.name) { ids[utterance.name] = entry.recordingID }
    }
    let files = try recordings.plainAudioFiles(of: Set(ids.values))
    return ids.compactMapValues { files[$0] }
  }

  /// Holds the paths of all recordings in memory, because supervisions name them in any order.
  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var parts: [String: AudioPart] = [:]
    _ = try recordings.recordings { utterance, part throws(Problem) in
      parts[utterance.name] = part
    }
    return try supervisions.entries(limit: nil) { utterance, entry throws(Problem) in
      guard let part = parts[entry.recordingID] else {
        throw supervisions.entries.problem(
          "the recording '\(entry.recordingID.printable)' is not in \(recordings.path)",
          .recording, entry, hint: "lhotse validate-pair checks both files")
      }
      try visit(
        utterance,
        AudioPart(path: part.path, start: entry.start ?? 0, seconds: entry.seconds))
    }
  }

  // MARK: - Writing

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    precondition(traits.parts.count == 2, "inject: traits of a complete survey")
    var own = traits.parts[0]
    own.style.fields = traits.style.fields
    own.statedLanguage = traits.statedLanguage
    let lines = (supervisions: own.lines, recordings: traits.parts[1].lines)
    // Where both files list utterances alike, an entry has the same place in both.
    let recordingGaps = gaps.map { $0 * lines.recordings / max(1, lines.supervisions) }
    _ = try recordings.inject(
      injected, gaps: recordingGaps, traits: traits.parts[1], options: options, in: directory)
    return try supervisions.inject(
      injected, gaps: gaps, traits: own, options: options, in: directory)
  }

  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in directory: String, appearingAs final: String
  ) throws(Problem) {
    var own = traits.parts[0]
    own.style.fields = traits.style.fields
    own.statedLanguage = traits.statedLanguage
    var ids: [String] = []
    for checkUtterance in checkUtterances {
      ids.append(try supervisions.entry(of: checkUtterance.utterance).recordingID)
    }
    let wanted = Set(ids)
    var found: [String: Utterance] = [:]
    _ = try recordings.entries(limit: nil) { utterance, _ throws(Problem) in
      if wanted.contains(utterance.name) { found[utterance.name] = utterance.detached }
    }
    // Each check utterance gets a recording of its own under its id, so that the recording's id does
    // not appear.
    let recorded = zip(ids, checkUtterances).compactMap { id, checkUtterance in
      found[id].map {
        ProbedUtterance(id: checkUtterance.id, speaker: checkUtterance.speaker, utterance: $0)
      }
    }
    try recordings.writeProbe(
      injected, checkUtterances: recorded, traits: traits.parts[1], in: directory,
      appearingAs: final)
    try supervisions.writeProbe(
      injected, checkUtterances: checkUtterances, traits: own, in: directory, appearingAs: final)
  }

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    if let destination, unsafe mkdir(destination, 0o755) != 0 {
      throw SystemError.last.writing(destination)
    }
    var result = RemovalOutcome()
    for (part, file) in zip([supervisions, recordings], files) {
      let outcome = try part.remove(
        ids: ids, speakers: speakers, original: [file], options: options,
        to: destination.map { "\($0)/\(file.name)" })
      result.changedFiles += outcome.changedFiles
      if part.path == supervisions.path {
        result.found = outcome.found
        result.entries = outcome.entries
      } else {
        // An id that is in one file only was removed in part: it is not found.
        result.found.formIntersection(outcome.found)
      }
    }
    return result
  }
}
