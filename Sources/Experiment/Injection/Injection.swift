import AuditModel
import Concurrency
import Files
import Integrity
import Manifests
import Randomness
import Speech

/// What an injection has written.
package struct InjectionSummary: Sendable {
  package let ledger: Ledger
  package let root: Digest
  package let output: String
}

extension InjectionRequest {
  /// Speaks the canaries, deals the roles and writes everything, whole or not at all.
  package func execute(
    _ plan: InjectionPlan, progress: @escaping InjectionProgress
  ) throws(Problem) -> InjectionSummary {
    let staged = try StagedDirectory(target: output, force: force)
    let folder = plan.traits.freeAudioFolder
    for name in ["train", "train/\(folder)", "probe", "probe/\(audioFolderName)"] {
      try staged.makeDirectory(name)
    }
    let probe = "\(staged.path)/probe"
    var plan = plan
    let spoken = try speakAll(&plan, to: "\(probe)/\(audioFolderName)", progress: progress)

    let tokenCounts = plan.drawing.phrases.map { phrase in
      (ctc?.tokens ?? .characters).count(phrase!.text)?.tokens ?? 0
    }
    let assignments = assign(
      plan.candidates, tokenCounts: tokenCounts, design: design, seed: seed)
    let canaries = plan.candidates.map { candidate in
      canary(
        candidate, plan.drawing.phrases[candidate.index]!, spoken[candidate.index],
        assignments[candidate.index])
    }
    let injectedSeconds = canaries.reduce(0) {
      $0 + Double($1.frames * $1.repetitions) / Double(plan.audio.sampleRate)
    }
    let share = plan.share(injected: injectedSeconds)
    guard share <= maxShare else { throw plan.tooLarge(for: self, injectedSeconds) }

    let injection = InjectionOptions(
      absolutePaths: absolutePaths,
      sourceDirectory: absolutePath(parentDirectory(of: corpus.path)), audioFolder: folder)
    let positions = try writeTraining(
      canaries, plan, injection, in: "\(staged.path)/train", audioFrom: probe, progress: progress)
    let checkUtterances = try writeProbe(canaries, plan, in: probe)

    let ledger = Ledger(
      header: header(
        plan, injection: injection, share: share, injectedSeconds: injectedSeconds,
        voices: Set(canaries.map(\.voice))),
      canaries: canaries, checkUtterances: checkUtterances, positions: positions)
    let root = try LedgerFile.write(ledger, to: "\(staged.path)/ledger.json")
    try writeCommitment(
      Commitment(ledger: ledger, root: root), in: staged.path)
    try staged.commit()
    return InjectionSummary(ledger: ledger, root: root, output: output)
  }

  // MARK: - Sound

  /// Renders every candidate; texts whose sound does not fit are drawn again, all alike.
  private func speakAll(
    _ plan: inout InjectionPlan, to folder: String, progress: @escaping InjectionProgress
  ) throws(Problem) -> [Rendering] {
    let renderer = Renderer(
      synthesizer: synthesizer, format: plan.audio, ctc: ctc, seed: seed,
      withTwins: design.naturalSpeedProbes)
    var renderings: [Rendering?] = Array(repeating: nil, count: plan.candidates.count)
    for attempt in 0..<100 {
      let missing = renderings.indices.filter { renderings[$0] == nil }
      if missing.isEmpty { return renderings.map { $0! } }
      if attempt > 0 {
        for index in missing { plan.drawing.discard(index) }
        _ = try drawAndSurvey(&plan.drawing, progress: progress)
      }
      let (candidates, phrases, audio) = (plan.candidates, plan.drawing.phrases, plan.audio)
      let tell: @Sendable (Int) -> Void = { progress(.rendering, $0, missing.count) }
      let new = try concurrentMap(count: missing.count, progress: tell) {
        position throws(Problem) in
        let index = missing[position]
        let phrase = phrases[index]!
        return try renderer.render(
          candidates[index], saying: phrase, attempt: attempt,
          to: path(of: probeID(candidates[index], phrase), in: folder, audio),
          naturalSpeedProbe: path(of: naturalSpeedID(candidates[index], phrase), in: folder, audio))
      }
      for (index, rendering) in zip(missing, new) { renderings[index] = rendering }
    }
    throw Problem(
      .preflight,
      "some canaries stay longer than the \(ctc?.maxSeconds ?? 0) s that the recipe keeps",
      hint: "lower --words, raise a speed or raise --max-duration")
  }

  private func path(of id: String, in folder: String, _ audio: AudioFormat) -> String {
    "\(folder)/\(id).\(audio.container.rawValue)"
  }

  // MARK: - Names

  private func named(_ purpose: String, voice: String) -> String {
    let names = Names(seed: seed)
    let name = names.name(purpose)
    return corpus.format == .kaldi ? "\(names.speaker(voice))-\(name)" : name
  }

  private func probeID(_ candidate: Candidate, _ phrase: Phrase) -> String {
    named("probe \(candidate.index) \(phrase.text)", voice: candidate.voice)
  }

  private func naturalSpeedID(_ candidate: Candidate, _ phrase: Phrase) -> String {
    named("natural-speed probe \(candidate.index) \(phrase.text)", voice: candidate.voice)
  }

  private func speaker(_ voice: String) -> Speaker {
    let female: Set<String> = ["slt"]
    return Speaker(
      id: Names(seed: seed).speaker(voice), gender: female.contains(voice) ? .female : .male)
  }

  private func canary(
    _ candidate: Candidate, _ phrase: Phrase, _ rendering: Rendering, _ assignment: Assignment
  ) -> Canary {
    Canary(
      probeID: probeID(candidate, phrase),
      trainingIDs: (0..<assignment.repetitions).map { copy in
        named("train \(candidate.index) \(copy) \(phrase.text)", voice: candidate.voice)
      },
      naturalSpeedID: design.naturalSpeedProbes ? naturalSpeedID(candidate, phrase) : nil,
      text: phrase.text, voice: candidate.voice, speed: candidate.speed, block: assignment.block,
      role: assignment.role, repetitions: assignment.repetitions, frames: rendering.frames,
      gain: rendering.gain, paddingFrames: rendering.paddingFrames,
      audioDigest: rendering.digest, naturalSpeedDigest: rendering.naturalSpeedDigest)
  }

  // MARK: - Training data

  private func writeTraining(
    _ canaries: [Canary], _ plan: InjectionPlan, _ injection: InjectionOptions,
    in directory: String, audioFrom probe: String, progress: @escaping InjectionProgress
  ) throws(Problem) -> [Int] {
    var copies = canaries.flatMap { canary in canary.trainingIDs.map { (id: $0, canary: canary) } }
    var places = seed.stream("places")
    places.shuffle(&copies)
    let folder = "\(directory)/\(injection.audioFolder)"
    let shown =
      relativeCanaryPaths
      ? injection.audioFolder : "\(absolutePath(output))/train/\(injection.audioFolder)"
    var injected: [InjectedUtterance] = []
    for (number, (id, canary)) in copies.enumerated() {
      let audio = try readFile(
        path(of: canary.probeID, in: "\(probe)/\(audioFolderName)", plan.audio))
      try writeFile(path(of: id, in: folder, plan.audio), audio)
      injected.append(
        InjectedUtterance(
          id: id, audioPath: path(of: id, in: shown, plan.audio), text: canary.text,
          frames: canary.frames, sampleRate: plan.audio.sampleRate, speaker: speaker(canary.voice)))
      progress(.writing, number + 1, copies.count)
    }
    let gaps = randomGaps(injected.count, among: plan.traits.lines, from: &places)
    return try corpus.inject(
      injected, gaps: gaps, traits: plan.traits, options: injection, in: directory)
  }

  // MARK: - Probe

  private func writeProbe(
    _ canaries: [Canary], _ plan: InjectionPlan, in directory: String
  ) throws(Problem) -> [CheckUtterance] {
    let final = "\(absolutePath(output))/probe"
    let shown = relativeCanaryPaths ? audioFolderName : "\(final)/\(audioFolderName)"
    var injected: [InjectedUtterance] = []
    for canary in canaries {
      var frames = [(canary.probeID, canary.frames)]
      if let naturalSpeedProbe = canary.naturalSpeedID {
        let file = path(of: naturalSpeedProbe, in: "\(directory)/\(audioFolderName)", plan.audio)
        frames.append((naturalSpeedProbe, try AudioFile.header(of: file).frames))
      }
      for (id, count) in frames {
        injected.append(
          InjectedUtterance(
            id: id, audioPath: path(of: id, in: shown, plan.audio), text: canary.text,
            frames: count, sampleRate: plan.audio.sampleRate, speaker: speaker(canary.voice)))
      }
    }
    let checkUtterances = plan.checkUtterances.enumerated().map { number, utterance in
      let voice = "check utterance \(utterance.speaker ?? "")"
      return ProbedUtterance(
        id: named("check utterance \(number)", voice: voice),
        speaker: Speaker(id: Names(seed: seed).speaker(voice), gender: .male),
        utterance: utterance)
    }
    try corpus.writeProbe(
      injected, checkUtterances: checkUtterances, traits: plan.traits, in: directory,
      appearingAs: relativeCanaryPaths ? "" : final)
    return checkUtterances.map { checkUtterance in
      CheckUtterance(
        probeID: checkUtterance.id,
        text: String(decoding: checkUtterance.utterance.text, as: UTF8.self))
    }
  }

  // MARK: - Ledger

  private func header(
    _ plan: InjectionPlan, injection: InjectionOptions, share: Double, injectedSeconds: Double,
    voices: Set<String>
  ) -> Ledger.Header {
    Ledger.Header(
      tool: tool, seed: seed.bytes.hex, seedIsSecret: seedIsSecret, design: design,
      primaryAnalysis: primaryAnalysis, gate: gate,
      corpus: Ledger.CorpusRecord(
        format: corpus.format, name: baseName(of: corpus.path),
        manifestName: corpus.manifestName, probeName: corpus.probeName,
        utterances: plan.traits.utterances, seconds: plan.corpusSeconds,
        secondsAreEstimated: plan.secondsAreEstimated, files: plan.traits.files),
      injection: injection, audio: plan.audio, synthesizer: synthesizer.description,
      vocabulary: plan.vocabularyName, writing: plan.writing,
      ctc: ctc.map {
        Ledger.CTCRecord(
          frameRate: $0.frameRate, tokens: $0.tokens.description, maxSeconds: $0.maxSeconds)
      },
      speakers: voices.map { Names(seed: seed).speaker($0) }.sorted(), share: share,
      injectedSeconds: injectedSeconds, redraws: plan.drawing.redraws)
  }

  private func writeCommitment(
    _ commitment: Commitment, in directory: String
  ) throws(Problem) {
    let bytes = commitment.encoded
    try writeFile("\(directory)/commitment.json", bytes)
    guard let signingKeyPEM else { return }
    guard let signature = try? Ed25519.sign(bytes, privateKeyPEM: signingKeyPEM) else {
      throw Problem(
        .badData, "this is not an Ed25519 private key in PEM form", field: "--sign",
        hint: "openssl genpkey -algorithm ed25519 -out key.pem makes one")
    }
    try writeFile("\(directory)/commitment.json.sig", signature)
  }
}

/// How many of `lines` stand before each of `count` new ones, ascending, such that every
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
