import AuditModel
import Files
import Integrity
import Manifests
import Randomness

extension Injector {
  // MARK: - Training data

  /// Writes the training manifest and the audio of every copy.
  /// - Returns: the line numbers of the injected entries.
  func writeTraining(
    _ canaries: [Canary], _ plan: InjectionPlan, _ options: InjectionOptions,
    in directory: String, audioFrom rendered: String, progress: @escaping InjectionProgress
  ) throws(Problem) -> [Int] {
    var copies = canaries.flatMap { canary in canary.trainingIDs.map { (id: $0, canary: canary) } }
    var places = request.experiment.seed.stream("places")
    places.shuffle(&copies)
    try writeCopies(
      copies, plan.audio, from: rendered, to: "\(directory)/\(options.audioFolder)"
    ) { progress(.writing, $0, copies.count) }
    let shown =
      hasRelativePaths
      ? options.audioFolder
      : "\(absolutePath(request.output.path))/train/\(options.audioFolder)"
    let folder = "\(directory)/\(options.audioFolder)"
    let injected = copies.map { id, canary in
      InjectedUtterance(
        id: id, audioPath: request.corpus.manifestPath(of: path(of: id, in: shown, plan.audio)),
        text: canary.text, frames: canary.frames, sampleRate: plan.audio.sampleRate,
        speaker: speaker(voice: canary.voice),
        fileBytes: FileStamp(path(of: id, in: folder, plan.audio))?.bytes ?? 0,
        channels: plan.audio.channels)
    }
    let gaps = randomGaps(injected.count, among: plan.traits.lines, from: &places)
    return try request.corpus.inject(
      injected, gaps: gaps, traits: plan.traits, options: options, in: directory)
  }

  /// Whether paths of canaries are relative to the manifest.
  private var hasRelativePaths: Bool {
    request.corpus.canaryPaths == .relative || request.output.relativeCanaryPaths
  }

  /// Writes a file for every copy of every canary, in the order of their names. Links would reveal
  /// the number of repetitions.
  private func writeCopies(
    _ copies: [(id: String, canary: Canary)], _ audio: AudioFormat, from rendered: String,
    to folder: String, progress: (Int) -> Void
  ) throws(Problem) {
    for (number, copy) in copies.sorted(by: { $0.id < $1.id }).enumerated() {
      let bytes = try readFile(path(of: copy.canary.probeID, in: rendered, audio))
      try writeFile(path(of: copy.id, in: folder, audio), bytes)
      progress(number + 1)
    }
  }

  // MARK: - Probe set

  /// Copies the audio of the canaries and recombined controls in the order of their names, which are
  /// random. The order in which they were rendered, and the reading of some of them for their copies,
  /// would otherwise remain visible in inode numbers and times.
  func writeProbeAudio(
    _ canaries: [Canary], _ audio: AudioFormat, from rendered: String, to folder: String
  ) throws(Problem) {
    let ids = canaries.flatMap { [$0.probeID] + ($0.naturalSpeedID.map { [$0] } ?? []) }
    for id in ids.sorted() {
      try writeFile(
        path(of: id, in: folder, audio), try readFile(path(of: id, in: rendered, audio)))
    }
  }

  /// Writes the probe manifest. The audio of the canaries and of the recombined controls is already
  /// in `directory`.
  func writeProbe(
    _ rendered: [RenderedCanary], _ plan: InjectionPlan, in directory: String
  ) throws(Problem) -> [CheckUtterance] {
    let final = "\(absolutePath(request.output.path))/probe"
    let isRelative = hasRelativePaths
    let shown = isRelative ? audioFolderName : "\(final)/\(audioFolderName)"
    var injected: [InjectedUtterance] = []
    for (canary, naturalSpeedFrames) in rendered.map({ ($0.canary, $0.naturalSpeedFrames) }) {
      var probes = [(id: canary.probeID, frames: canary.frames)]
      if let id = canary.naturalSpeedID, let frames = naturalSpeedFrames {
        probes.append((id, frames))
      }
      injected += probes.map { probe in
        InjectedUtterance(
          id: probe.id,
          audioPath: request.corpus.manifestPath(of: path(of: probe.id, in: shown, plan.audio)),
          text: canary.text, frames: probe.frames, sampleRate: plan.audio.sampleRate,
          speaker: speaker(voice: canary.voice),
          fileBytes: FileStamp(
            path(of: probe.id, in: "\(directory)/\(audioFolderName)", plan.audio))?.bytes ?? 0,
          channels: plan.audio.channels)
      }
    }
    let checkUtterances = plan.checkUtterances.enumerated().map { number, utterance in
      ProbedUtterance(
        id: names.checkUtterance(number, speaker: utterance.speaker),
        speaker: Speaker(
          id: names.speaker(ofCheckUtterance: utterance.speaker), gender: nil),
        utterance: utterance)
    }
    try request.corpus.writeProbe(
      injected, checkUtterances: checkUtterances, traits: plan.traits, in: directory,
      appearingAs: isRelative ? "" : final)
    let files = try audioFiles(of: checkUtterances.map(\.id), in: directory, appearingAs: final)
    return checkUtterances.map { checkUtterance in
      CheckUtterance(
        probeID: checkUtterance.id,
        text: String(decoding: checkUtterance.utterance.text, as: UTF8.self),
        audioDigest: files.digests[checkUtterance.id], source: files.sources[checkUtterance.id])
    }
  }

  /// The digests of the audio files of check utterances, without those that cannot be read, and the
  /// paths of those that no other check utterance has.
  private func audioFiles(
    of ids: [String], in directory: String, appearingAs final: String
  ) throws(Problem) -> (digests: [String: Digest], sources: [String: String]) {
    let manifest = request.corpus.probeName
    let probe = try request.corpus.openProbe(
      manifest.isEmpty ? directory : "\(directory)/\(manifest)")
    var byFile: [String: Digest] = [:]
    var digests: [String: Digest] = [:]
    var sources: [String: String] = [:]
    for (id, file) in try probe.plainAudioFiles(of: Set(ids)) {
      // The links of a NeMo manifest lead through the final directory, which does not exist yet.
      let path =
        file.hasPrefix("\(final)/") ? directory + file.dropFirst(final.count) : file
      let target = absolutePath(path)
      // A file that was taken out of an archive has no other place.
      if !target.hasPrefix("\(absolutePath(directory))/") { sources[id] = target }
      if let digest = byFile[target] ?? (try? Digest(ofFile: target)) {
        byFile[target] = digest
        digests[id] = digest
      }
    }
    let uses = Dictionary(grouping: sources.values, by: \.self).mapValues(\.count)
    return (digests, sources.filter { uses[$0.value] == 1 })
  }
}

/// Returns for `count` new lines how many of `lines` precede each, ascending, such that every
/// interleaving is equally likely: `count` distinct places of all (Floyd's sampling, Bentley 1987).
package func randomGaps(
  _ count: Int, among lines: Int, from random: inout RandomStream
) -> [Int] {
  let places = lines + count
  var chosen: Set<Int> = []
  for place in (places - count)..<places {
    let draw = random.below(place + 1)
    chosen.insert(chosen.contains(draw) ? place : draw)
  }
  return chosen.sorted().enumerated().map { $0.element - $0.offset }
}
