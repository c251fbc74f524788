import AuditModel
import Concurrency
import Files
import Integrity
import Manifests
import Randomness
import Tokenizers

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
    for name in ["train", "train/\(folder)", "probe", "probe/\(audioFolderName)", "rendered"] {
      try staged.makeDirectory(name)
    }
    let probe = "\(staged.path)/probe"
    let source = "\(staged.path)/rendered"
    var plan = plan
    let rendered = try renderAll(&plan, to: source, progress: progress)
    let (canaries, recombined) = assignRoles(plan, rendered)
    let injectedSeconds = canaries.reduce(0) {
      $0 + Double($1.canary.frames * $1.canary.repetitions) / Double(plan.audio.sampleRate)
    }
    try plan.checkShare(injected: injectedSeconds, request)

    let options = InjectionOptions(
      absolutePaths: request.output.absolutePaths,
      sourceDirectory: request.corpus.sourceDirectory, audioFolder: folder,
      shards: plan.traits.shards == nil ? nil : request.output.shards)
    let positions = try writeTraining(
      canaries.map(\.canary), plan, options, in: "\(staged.path)/train", audioFrom: source,
      progress: progress)
    try writeProbeAudio(
      (canaries + recombined).map(\.canary), plan.audio, from: source,
      to: "\(probe)/\(audioFolderName)")
    try removeTree(source)
    let checkUtterances = try writeProbe(canaries + recombined, plan, in: probe)

    let ledger = Ledger(
      header: header(
        plan, options, injectedSeconds: injectedSeconds, voices: Set(canaries.map(\.canary.voice))),
      canaries: canaries.map(\.canary), recombinedControls: recombined.map(\.canary),
      checkUtterances: checkUtterances, positions: positions)
    let root = try LedgerFile.write(ledger, to: "\(staged.path)/ledger.json")
    try writeCommitment(Commitment(ledger: ledger, root: root), in: staged.path)
    try equalizeTimes(in: staged.path)
    try staged.commit()
    return InjectionSummary(ledger: ledger, root: root, output: request.output.path)
  }

  // MARK: - Rendering

  /// Renders the texts of every candidate. Texts whose audio is too long are drawn again, whatever
  /// their candidate.
  private func renderAll(
    _ plan: inout InjectionPlan, to folder: String, progress: @escaping InjectionProgress
  ) throws(Problem) -> [[Rendering]] {
    let renderer = Renderer(request, format: plan.audio)
    var renderings: [[Rendering]?] = Array(repeating: nil, count: plan.candidates.count)
    for attempt in 0..<100 {
      let missing = renderings.indices.filter { renderings[$0] == nil }
      if missing.isEmpty { return renderings.map { $0! } }
      if attempt > 0 {
        for index in missing { plan.drawing.discard(index) }
        try plan.drawing.fill(avoiding: plan.text, where: request.fits)
      }
      let (candidates, drawing, audio) = (plan.candidates, plan.drawing, plan.audio)
      let report: @Sendable (Int) -> Void = { progress(.rendering, $0, missing.count) }
      let new = try concurrentMap(count: missing.count, progress: report) {
        position throws(Problem) in
        let candidate = candidates[missing[position]]
        let jobs = drawing.texts(candidate.index).map { phrase in
          Renderer.Job(
            phrase: phrase, path: path(of: names.probe(candidate, phrase), in: folder, audio),
            naturalSpeedPath: path(
              of: names.naturalSpeedProbe(candidate, phrase), in: folder, audio))
        }
        return try renderer.render(candidate, jobs, attempt: attempt)
      }
      for (index, rendering) in zip(missing, new) { renderings[index] = rendering }
    }
    throw Problem(
      InjectionProblem.tooLong(maxSeconds: request.lengthRule?.maxSeconds ?? 0, speed: nil))
  }

  func path(of id: String, in folder: String, _ audio: AudioFormat) -> String {
    "\(folder)/\(id).\(audio.container.rawValue)"
  }

  // MARK: - Roles

  /// Assigns the roles, then draws which of the two texts of a candidate is the canary.
  /// - Returns: the canaries, and the recombined controls of those that have one.
  private func assignRoles(
    _ plan: InjectionPlan, _ rendered: [[Rendering]]
  ) -> (canaries: [RenderedCanary], recombined: [RenderedCanary]) {
    let tokens = request.tokens
    let tokenCounts = plan.drawing.phrases.map { tokens.count($0!.text)?.tokens ?? 0 }
    let seed = request.experiment.seed
    let assignments = assign(
      plan.candidates, tokenCounts: tokenCounts, design: request.experiment.design, seed: seed)
    let isFirst = firstTextIsCanary(count: plan.candidates.count, seed: seed)
    var canaries: [RenderedCanary] = []
    var recombined: [RenderedCanary] = []
    for candidate in plan.candidates {
      let index = candidate.index
      var texts = Array(zip(plan.drawing.texts(index), rendered[index]))
      if texts.count == 2, !isFirst[index] { texts.swapAt(0, 1) }
      let own = canary(candidate, texts[0].0, texts[0].1, assignments[index])
      canaries.append(own)
      if texts.count == 2 {
        recombined.append(
          recombinedControl(
            candidate, texts[1].0, texts[1].1, of: own.canary, assignments[index]))
      }
    }
    return (canaries, recombined)
  }

  private func recombinedControl(
    _ candidate: Candidate, _ phrase: Phrase, _ rendering: Rendering, of canary: Canary,
    _ assignment: Assignment
  ) -> RenderedCanary {
    var assignment = assignment
    (assignment.role, assignment.repetitions) = (.recombined, 0)
    var control = self.canary(candidate, phrase, rendering, assignment)
    control.canary.recombines = canary.probeID
    return control
  }

  private func canary(
    _ candidate: Candidate, _ phrase: Phrase, _ rendering: Rendering, _ assignment: Assignment
  ) -> RenderedCanary {
    let canary = Canary(
      probeID: names.probe(candidate, phrase),
      trainingIDs: (0..<assignment.repetitions).map { copy in
        names.training(candidate, copy: copy, phrase)
      },
      naturalSpeedID: rendering.naturalSpeed.map { _ in
        names.naturalSpeedProbe(candidate, phrase)
      },
      text: phrase.text,
      spoken: request.experiment.design.hasShuffledTexts
        ? phrase.spoken.joined(separator: " ") : nil,
      voice: candidate.voice, speed: candidate.speed, block: assignment.block,
      role: assignment.role, repetitions: assignment.repetitions, frames: rendering.frames,
      gain: rendering.gain, paddingFrames: rendering.paddingFrames,
      audioDigest: rendering.digest, naturalSpeedDigest: rendering.naturalSpeed?.digest)
    return RenderedCanary(canary: canary, naturalSpeedFrames: rendering.naturalSpeed?.frames)
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
    let names = corpus.injectedNames(plan.traits, options)
    let experiment = request.experiment
    var header = Ledger.Header(
      tool: request.tool, seed: experiment.seed.bytes.hex, seedIsSecret: experiment.seedIsSecret,
      design: experiment.design, primaryAnalysis: experiment.primaryAnalysis,
      gate: experiment.gate,
      corpus: Ledger.CorpusRecord(
        format: corpus.format, name: baseName(of: corpus.path),
        manifestName: corpus.manifestName, probeName: corpus.probeName,
        utterances: plan.traits.utterances, seconds: plan.corpusSeconds,
        secondsAreEstimated: plan.secondsAreEstimated, files: plan.traits.files,
        keys: corpus.keys.isEmpty ? nil : corpus.keys, manifests: names.manifest,
        archives: names.archives),
      injection: options, audio: plan.audio,
      synthesizer: request.voices.synthesizer.description,
      vocabulary: plan.vocabularyName, writing: plan.writing,
      ctc: request.ctc.map {
        Ledger.CTCRecord(
          frameRate: $0.frameRate, tokens: $0.tokens.description, maxSeconds: $0.maxSeconds)
      },
      speakers: voices.map(self.names.speaker(voice:)).sorted(),
      share: plan.share(injected: injectedSeconds), injectedSeconds: injectedSeconds,
      redraws: plan.drawing.redraws)
    header.probeFamilies = experiment.probeFamilies
    header.recipe = request.recipe.map { recipe in
      Ledger.RecipeRecord(
        profile: recipe.profile.name, version: recipe.profile.version,
        tokens: recipe.tokens?.description, copiesPerEpoch: recipe.profile.speedCopies,
        epochs: recipe.epochs)
    }
    return header
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
