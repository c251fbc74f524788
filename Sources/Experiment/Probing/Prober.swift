import AuditModel
import Concurrency
import Files
import Injection
import Integrity
import Manifests
import Randomness
import Speech

/// Writes further probes: altered copies of every canary, control and of some check utterances, with a
/// manifest of the probe set's format and a secret record. The directory appears completely or not at
/// all.
package struct Prober: Sendable {
  let request: ProbeRequest
  private let names: AuditNames
  private var ledger: Ledger { request.ledger }
  private var probe: String { "\(request.audit)/probe" }

  /// The number of sounds that are in memory at once.
  private static let chunk = 256

  package init(_ request: ProbeRequest) {
    self.request = request
    names = AuditNames(
      seed: request.ledger.seed, format: request.ledger.header.corpus.format.probeFormat)
  }

  /// - Parameter progress: receives the number of sounds that were written, and of all.
  package func write(
    progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(Problem) -> ProbeSummary {
    try checkBand()
    let manifest = try readManifest()
    let checked = try ProbeSource.checkUtterances(
      ledger, manifest.checkUtterances, of: manifest.corpus, atMost: request.checkUtterances)
    let sources = ProbeSource.canaries(ledger, in: probe) + checked.sources
    _ = try concurrentMap(count: sources.count) { index throws(Problem) in
      try sources[index].verify(ledger: "\(request.audit)/ledger.json")
    }
    let masks = try ProbeMasks(request, sources)
    let jobs = try jobs(sources, masks)
    let staged = try StagedDirectory(target: request.output, force: request.force)
    try staged.makeDirectory(audioFolderName)
    let final = absolutePath(request.output)
    let isRelative = manifest.isRelative || manifest.corpus.canaryPaths == .relative
    let written = try writeAudio(
      jobs, to: "\(staged.path)/\(audioFolderName)",
      appearingAs: isRelative ? audioFolderName : "\(final)/\(audioFolderName)",
      manifest.corpus, progress)
    try manifest.corpus.writeProbe(
      written.map(\.utterance), checkUtterances: [], traits: manifest.traits, in: staged.path,
      appearingAs: isRelative ? "" : final)
    let record = FurtherProbes(
      tool: request.tool, root: request.root, kinds: masks.kinds.map(\.kind),
      probes: jobs.map(\.probe))
    try writeRecord(record, in: staged.path)
    try equalizeTimes(in: staged.path)
    try staged.commit()
    let name = manifest.corpus.probeName
    return ProbeSummary(
      manifest: name.isEmpty ? request.output : "\(request.output)/\(name)",
      families: counts(masks.kinds.map(\.kind), jobs),
      seconds: written.reduce(0) { $0 + $1.seconds },
      leftOutCheckUtterances: checked.leftOut, unmasked: masks.unmasked)
  }

  private func checkBand() throws(Problem) {
    let rate = ledger.header.audio.sampleRate
    for (_, edit) in ProbeEdit.kinds(of: request.families) {
      guard case .band(let hertz) = edit, rate <= 2 * hertz else { continue }
      throw Problem(ProbeProblem.nothingAboveBand(sampleRate: rate, hertz: hertz))
    }
  }

  // MARK: - The probe set

  private struct Manifest {
    let corpus: any TrainingCorpus
    let traits: CorpusTraits
    /// The entries of the check utterances by name.
    let checkUtterances: [String: Utterance]
    /// Whether the paths of canaries are relative to the manifest.
    let isRelative: Bool
  }

  private func readManifest() throws(Problem) -> Manifest {
    let record = ledger.header.corpus
    let path = record.probeManifest(in: probe)
    guard fileExists(path) else {
      throw Problem(
        .missingInput, "the probe set is not beside the ledger", file: path,
        hint: "name the ledger in the directory that inject wrote")
    }
    let corpus = try record.openProbe(path)
    let wanted = Set(ledger.checkUtterances.map(\.probeID))
    let canaries = Set(ledger.canaries.map(\.probeID))
    var found: [String: Utterance] = [:]
    var isRelative = false
    let traits = try corpus.survey(limit: nil) { utterance throws(Problem) in
      if wanted.contains(utterance.name) {
        found[utterance.name] = utterance.detached
      } else if canaries.contains(utterance.name), !utterance.audio.isEmpty,
        utterance.audio.first != UInt8(ascii: "/")
      {
        isRelative = true
      }
    }
    return Manifest(
      corpus: corpus, traits: traits, checkUtterances: found, isRelative: isRelative)
  }

  // MARK: - Sounds

  /// A sound to write.
  struct Job: Sendable {
    let probe: FurtherProbe
    let edit: ProbeEdit
    /// Nil for a sound without speech.
    let source: ProbeSource?
    /// The frames to hide.
    let hidden: Range<Int>
    /// The length of a sound without speech.
    let frames: Int
  }

  /// All sounds in the order of their ids, which is random.
  private func jobs(_ sources: [ProbeSource], _ masks: ProbeMasks) throws(Problem) -> [Job] {
    var jobs: [Job] = []
    for (kind, edit) in masks.kinds {
      if case .speechless = edit {
        // The lengths are those of canaries, whose roles are not looked at.
        var random = ledger.seed.stream("further probes, \(kind.name)")
        for number in 0..<ProbeEdit.speechlessSounds {
          let probe = FurtherProbe(
            id: names.furtherProbe(kind, of: "sound \(number)"), kind: kind, source: nil)
          jobs.append(
            Job(
              probe: probe, edit: edit, source: nil, hidden: 0..<0,
              frames: random.pick(ledger.canaries).frames))
        }
        continue
      }
      for (index, source) in sources.enumerated() {
        var hidden = 0..<0
        var words: [Int]?
        if case .mask(let choice, _) = edit {
          guard let mask = try masks.mask(choice, index) else { continue }
          (words, hidden) = (Array(mask.words), mask.frames)
        }
        let probe = FurtherProbe(
          id: names.furtherProbe(kind, of: source.id), kind: kind, source: source.id,
          hidden: words)
        jobs.append(Job(probe: probe, edit: edit, source: source, hidden: hidden, frames: 0))
      }
    }
    return jobs.sorted { $0.probe.id.utf8.lexicographicallyPrecedes($1.probe.id.utf8) }
  }

  private struct Written {
    let utterance: InjectedUtterance
    let seconds: Double
  }

  /// Writes the sounds in the order of their names, so that nothing shows which belong together.
  private func writeAudio(
    _ jobs: [Job], to folder: String, appearingAs shown: String, _ corpus: any TrainingCorpus,
    _ progress: @escaping @Sendable (Int, Int) -> Void
  ) throws(Problem) -> [Written] {
    let speaker = Speaker(id: names.speakerOfFurtherProbes, gender: nil)
    var written: [Written] = []
    for start in stride(from: 0, to: jobs.count, by: Self.chunk) {
      let part = jobs[start..<min(jobs.count, start + Self.chunk)]
      let sounds = try concurrentMap(count: part.count) { index throws(Problem) in
        try sound(part[start + index])
      }
      for (job, sound) in zip(part, sounds) {
        let name = "\(job.probe.id).\(sound.suffix)"
        try writeFile("\(folder)/\(name)", sound.bytes)
        written.append(
          Written(
            utterance: InjectedUtterance(
              id: job.probe.id, audioPath: corpus.manifestPath(of: "\(shown)/\(name)"),
              text: job.source?.text ?? Self.textOfSilence, frames: sound.frames,
              sampleRate: sound.sampleRate, speaker: speaker, fileBytes: sound.bytes.count,
              channels: ledger.header.audio.channels),
            seconds: Double(sound.frames) / Double(sound.sampleRate)))
      }
      progress(written.count, jobs.count)
    }
    return written
  }

  /// The text of sounds without speech in the manifest. Loaders drop entries without a text.
  static let textOfSilence = "silence"

  /// The bytes of a sound. A copy has those of its file.
  private func sound(
    _ job: Job
  ) throws(Problem) -> (bytes: [UInt8], frames: Int, sampleRate: Int, suffix: String) {
    let format = ledger.header.audio
    guard let source = job.source else {
      let empty = Waveform(
        samples: [Float](repeating: 0, count: job.frames), sampleRate: format.sampleRate)
      return try encoded(empty, job)
    }
    if case .copy = job.edit, source.audio.start == 0, source.audio.seconds == nil {
      let header = try AudioFile.header(of: source.audio.source)
      let name = source.audio.source.name
      let suffix = name.dropFirst().lastIndex(of: ".").map { name[name.index(after: $0)...] }
      return (
        try source.audio.source.content(), header.frames, header.sampleRate,
        suffix.map(String.init) ?? format.container.rawValue
      )
    }
    return try encoded(source.read(), job)
  }

  private func encoded(
    _ waveform: Waveform, _ job: Job
  ) throws(Problem) -> (bytes: [UInt8], frames: Int, sampleRate: Int, suffix: String) {
    var random = ledger.seed.stream("further probe \(job.probe.id)")
    let edited = try job.edit.apply(to: waveform, hiding: job.hidden, from: &random)
    var format = ledger.header.audio
    format.sampleRate = edited.sampleRate
    let file = try EncodedAudio(edited, as: format)
    return (file.bytes, file.frames, format.sampleRate, format.container.rawValue)
  }

  // MARK: - Record

  private func writeRecord(_ record: FurtherProbes, in directory: String) throws(Problem) {
    let file = try OutputFile("\(directory)/\(FurtherProbes.fileName)", mode: 0o600)
    try file.write(record.encoded)
    try file.close()
  }

  private func counts(_ kinds: [ProbeKind], _ jobs: [Job]) -> [ProbeSummary.FamilyCount] {
    ProbeFamily.allCases.compactMap { family in
      let strengths = kinds.filter { $0.family == family }.map(\.strength)
      guard !strengths.isEmpty else { return nil }
      return ProbeSummary.FamilyCount(
        family: family, strengths: strengths,
        probes: jobs.count { $0.probe.family == family })
    }
  }
}
