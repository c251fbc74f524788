import AuditModel
import Concurrency
import Files
import Integrity
import Manifests
import Randomness

/// The result of an injection.
package struct InjectionSummary: Sendable {
  package let ledger: Ledger
  package let root: Digest
  package let output: String
}

/// Carries out an injection: renders the canaries, assigns the roles and writes all files. The output
/// appears completely or not at all.
package struct Injector: Sendable {
  let request: InjectionRequest
  let names: AuditNames

  package init(_ request: InjectionRequest) {
    self.request = request
    names = AuditNames(seed: request.experiment.seed, format: request.corpus.format)
  }

  package func inject(
    _ plan: InjectionPlan, progress: @escaping InjectionProgress
  ) throws(Problem) -> InjectionSummary {
    let staged = try StagedDirectory(target: request.output.path, force: request.output.force)
    let folder = plan.traits.freeAudioFolder
    for name in ["train", "train/\(folder)", "probe", "probe/\(audioFolderName)"] {
      try staged.makeDirectory(name)
    }
    let probe = "\(staged.path)/probe"
    var plan = plan
    let rendered = try renderAll(&plan, to: "\(probe)/\(audioFolderName)", progress: progress)
    let canaries = assignRoles(plan, rendered)
    let injectedSeconds = canaries.reduce(0) {
      $0 + Double($1.frames * $1.repetitions) / Double(plan.audio.sampleRate)
    }
    try plan.checkShare(injected: injectedSeconds, request)

    let options = InjectionOptions(
      absolutePaths: request.output.absolutePaths,
      sourceDirectory: absolutePath(parentDirectory(of: request.corpus.path)),
      audioFolder: folder)
    let positions = try writeTraining(
      canaries, plan, options, in: "\(staged.path)/train", audioFrom: probe, progress: progress)
    let checkUtterances = try writeProbe(
      canaries, naturalSpeedFrames: rendered.map { $0.naturalSpeed?.frames }, plan, in: probe)

    let ledger = Ledger(
      header: header(
        plan, options, injectedSeconds: injectedSeconds, voices: Set(canaries.map(\.voice))),
      canaries: canaries, checkUtterances: checkUtterances, positions: positions)
    let root = try LedgerFile.write(ledger, to: "\(staged.path)/ledger.json")
    try writeCommitment(Commitment(ledger: ledger, root: root), in: staged.path)
    try staged.commit()
    return InjectionSummary(ledger: ledger, root: root, output: request.output.path)
  }

  // MARK: - Rendering

  /// Renders every candidate. Texts whose audio is too long are drawn again, whatever their candidate.
  private func renderAll(
    _ plan: inout InjectionPlan, to folder: String, progress: @escaping InjectionProgress
  ) throws(Problem) -> [Rendering] {
    let renderer = Renderer(request, format: plan.audio)
    var renderings: [Rendering?] = Array(repeating: nil, count: plan.candidates.count)
    for attempt in 0..<100 {
      let missing = renderings.indices.filter { renderings[$0] == nil }
      if missing.isEmpty { return renderings.map { $0! } }
      if attempt > 0 {
        for index in missing { plan.drawing.discard(index) }
        try plan.drawing.fill(avoiding: plan.text, where: request.fits)
      }
      let (candidates, phrases, audio) = (plan.candidates, plan.drawing.phrases, plan.audio)
      let report: @Sendable (Int) -> Void = { progress(.rendering, $0, missing.count) }
      let new = try concurrentMap(count: missing.count, progress: report) {
        position throws(Problem) in
        let candidate = candidates[missing[position]]
        let phrase = phrases[candidate.index]!
        return try renderer.render(
          candidate, saying: phrase, attempt: attempt,
          to: path(of: names.probe(candidate, phrase), in: folder, audio),
          naturalSpeedProbe: path(
            of: names.naturalSpeedProbe(candidate, phrase), in: folder, audio))
      }
      for (index, rendering) in zip(missing, new) { renderings[index] = rendering }
    }
    throw Problem(
      InjectionProblem.tooLong(maxSeconds: request.ctc?.maxSeconds ?? 0, speed: nil))
  }

  func path(of id: String, in folder: String, _ audio: AudioFormat) -> String {
    "\(folder)/\(id).\(audio.container.rawValue)"
  }

  // MARK: - Roles

  private func assignRoles(_ plan: InjectionPlan, _ rendered: [Rendering]) -> [Canary] {
    let tokens = request.ctc?.tokens ?? .characters
    let tokenCounts = plan.drawing.phrases.map { tokens.count($0!.text)?.tokens ?? 0 }
    let assignments = assign(
      plan.candidates, tokenCounts: tokenCounts, design: request.experiment.design,
      seed: request.experiment.seed)
    return plan.candidates.map { candidate in
      canary(
        candidate, plan.drawing.phrases[candidate.index]!, rendered[candidate.index],
        assignments[candidate.index])
    }
  }

  private func canary(
    _ candidate: Candidate, _ phrase: Phrase, _ rendering: Rendering, _ assignment: Assignment
  ) -> Canary {
    Canary(
      probeID: names.probe(candidate, phrase),
      trainingIDs: (0..<assignment.repetitions).map { copy in
        names.training(candidate, copy: copy, phrase)
      },
      naturalSpeedID: rendering.naturalSpeed.map { _ in
        names.naturalSpeedProbe(candidate, phrase)
      },
      text: phrase.text, voice: candidate.voice, speed: candidate.speed, block: assignment.block,
      role: assignment.role, repetitions: assignment.repetitions, frames: rendering.frames,
      gain: rendering.gain, paddingFrames: rendering.paddingFrames,
      audioDigest: rendering.digest, naturalSpeedDigest: rendering.naturalSpeed?.digest)
  }

  func speaker(voice: String) -> Speaker {
    let gender: Speaker.Gender? =
      switch request.voices.synthesizer.gender(of: voice) {
      case .male: .male
      case .female: .female
      case nil: nil
      }
    return Speaker(id: names.speaker(voice: voice), gender: gender)
  }

  // MARK: - Ledger

  private func header(
    _ plan: InjectionPlan, _ options: InjectionOptions, injectedSeconds: Double,
    voices: Set<String>
  ) -> Ledger.Header {
    let corpus = request.corpus
    let experiment = request.experiment
    return Ledger.Header(
      tool: request.tool, seed: experiment.seed.bytes.hex, seedIsSecret: experiment.seedIsSecret,
      design: experiment.design, primaryAnalysis: experiment.primaryAnalysis,
      gate: experiment.gate,
      corpus: Ledger.CorpusRecord(
        format: corpus.format, name: baseName(of: corpus.path),
        manifestName: corpus.manifestName, probeName: corpus.probeName,
        utterances: plan.traits.utterances, seconds: plan.corpusSeconds,
        secondsAreEstimated: plan.secondsAreEstimated, files: plan.traits.files),
      injection: options, audio: plan.audio,
      synthesizer: request.voices.synthesizer.description,
      vocabulary: plan.vocabularyName, writing: plan.writing,
      ctc: request.ctc.map {
        Ledger.CTCRecord(
          frameRate: $0.frameRate, tokens: $0.tokens.description, maxSeconds: $0.maxSeconds)
      },
      speakers: voices.map(names.speaker(voice:)).sorted(),
      share: plan.share(injected: injectedSeconds), injectedSeconds: injectedSeconds,
      redraws: plan.drawing.redraws)
  }

  private func writeCommitment(
    _ commitment: Commitment, in directory: String
  ) throws(Problem) {
    let bytes = commitment.encoded
    try writeFile("\(directory)/commitment.json", bytes)
    guard let key = request.output.signingKeyPEM else { return }
    guard let signature = try? Ed25519.sign(bytes, privateKeyPEM: key) else {
      throw Problem(InjectionProblem.notAPrivateKey)
    }
    try writeFile("\(directory)/commitment.json.sig", signature)
  }
}
