import Files
import Integrity
import Kernels
import Manifests
import Platform
import Randomness
import Recognizer

/// Trains a model on a manifest. `RunFiles` describes the output.
///
/// A run first checks the recipe, the memory and every utterance. Then it creates or opens the output
/// and takes the steps.
package struct TrainingRun {
  let request: TrainingRequest
  private let isa: ISA
  private let progress: (TrainingProgress) -> Void
  private let files: RunFiles

  package init(
    _ request: TrainingRequest, isa: ISA, progress: @escaping (TrainingProgress) -> Void
  ) {
    self.request = request
    self.isa = isa
    self.progress = progress
    files = RunFiles(request.output)
  }

  /// The result of a run.
  package struct Summary: Sendable {
    /// The step at which the run ended.
    package internal(set) var steps = 0
    package internal(set) var isComplete = false
    /// The number of utterances that were left out.
    package internal(set) var leftOut = 0
    /// The number of steps whose gradient was not finite, which did not change the weights.
    package internal(set) var skippedSteps = 0
    /// The number of clipping units that were skipped because of a non-finite gradient.
    package internal(set) var skippedUnits = 0
    /// The privacy of the steps so far; nil without noise.
    package internal(set) var promise: PrivacyPromise?
  }

  /// Trains until the last step.
  /// - Parameter shouldStop: called after each step; true saves and ends the run.
  package func run(shouldStop: () -> Bool) throws(Problem) -> Summary {
    try request.configuration.training.checkPrivacy()
    try checkTracesOfSampling()
    let place = try request.resumes ? nil : newDirectory()
    let origin = try request.openOrigin()
    if let origin, request.resumes {
      try checkSame(identity(nil), origin.file)
    }
    if request.resumes { try checkTraces() }
    let utterances =
      if let stated = request.utterances {
        stated
      } else {
        try readUtterances(request.manifest, format: request.format, keys: request.keys).utterances
      }
    if request.writesTraces { _ = try uniqueNames(of: utterances) }
    let tokenizer = if let origin { origin.tokenizer } else { try learnTokens(utterances) }
    let architecture = Architecture(
      request.configuration.model, symbols: tokenizer.symbols.count)
    if let origin { try check(architecture, isThatOf: origin) }
    try requireMemory(for: architecture)

    let pool = WorkerPool(threads: request.threads)
    let sampleRate = architecture.sampleRate
    let set = try TrainingSet(architecture) { index throws(Problem) in
      try samples(of: utterances[index].audio, sampleRate: sampleRate)
    }
    let preparation = Preparation(utterances, set, tokenizer, isa: isa, pool: pool)
    let used = try preparation.run(request, progress)
    let identity = identity(Array(zip(used, preparation.audioDigests)))
    if let place { try RunFiles(place.path).save(preparation.leftOut) }
    let facts = try PrivacyFacts(request, used, preparation, origin)
    let loop = try begin(used, set, tokenizer, identity, facts, origin, place, pool)
    var summary = try loop.run(progress, shouldStop: shouldStop)
    summary.leftOut = utterances.count - used.count
    return summary
  }

  // MARK: - Before anything is written

  /// The directory in which the output is built. It is created first, so that an output that cannot be
  /// written is refused before audio is read.
  private func newDirectory() throws(Problem) -> StagedDirectory {
    guard !fileExists(request.output) else {
      throw Problem(
        .cannotWrite, "already exists", file: request.output,
        hint:
          "choose another \(OutputSetting.output), or pass \(RunSetting.resume) to continue the run in it"
      )
    }
    return try StagedDirectory(target: request.output, force: false)
  }

  /// Refuses to resume with another setting for traces: half a table would look like a whole one.
  private func checkTraces() throws(Problem) {
    guard fileExists(files.state), request.writesTraces != fileExists(files.traces) else { return }
    throw Problem(
      .usage,
      request.writesTraces
        ? "this run was started without \(RunSetting.traces.rawValue), so its first losses are lost"
        : "this run was started with \(RunSetting.traces.rawValue)", file: files.directory,
      hint: request.writesTraces
        ? "resume it without \(RunSetting.traces), or start a new run"
        : "resume it with \(RunSetting.traces)")
  }

  private func learnTokens(_ utterances: [RunUtterance]) throws(Problem) -> Tokenizer {
    let tokens = request.configuration.tokens
    var learner = TokenizerLearner(tokens.kind, vocabSize: tokens.vocabSize)
    for utterance in utterances { learner.add(utterance.text) }
    do throws(Problem) {
      return try learner.learned()
    } catch {
      throw error.located(in: request.manifest)
    }
  }

  /// Refuses a model whose training needs more memory than the machine has. The system would promise
  /// that memory and then kill the process. The estimate leaves out activations and audio.
  private func requireMemory(for architecture: Architecture) throws(Problem) {
    let training = request.configuration.training
    let parameters = Conformer(architecture, kernels: isa.kernels).layout.count
    // Values, their packed copy, the optimizer's moments, and a gradient sum for each micro-batch.
    let copies =
      2 + training.optimizer.settings.moments.count + min(training.microBatches, training.batchSize)
    let (needed, overflows) = (parameters * 4).multipliedReportingOverflow(by: copies)
    let present = physicalMemory
    guard overflows || needed > present else { return }
    let gibibytes = { (bytes: Int) in "\(bytes >> 30) GiB" }
    throw Problem(
      .badData,
      "training a model of \(parameters) parameters takes "
        + "\(overflows ? "far more than " : "")\(gibibytes(overflows ? present : needed)), "
        + "and this machine has \(gibibytes(present))",
      field: "model", hint: "make the model smaller, or use fewer micro-batches")
  }

  private func check(
    _ architecture: Architecture, isThatOf origin: ModelFile.Description
  ) throws(Problem) {
    do throws(Problem) {
      try architecture.requireSame(as: origin.architecture)
    } catch {
      throw error.located(in: origin.file.path)
    }
  }

  private func identity(
    _ utterances: [(utterance: RunUtterance, audio: Digest)]?
  ) -> RunIdentity {
    RunIdentity(request.configuration, isa: isa, canaries: request.canaries, utterances)
  }

  // MARK: - Start

  /// Creates the trainer with its first weights, and the output.
  private func begin(
    _ used: [RunUtterance], _ set: TrainingSet, _ tokenizer: Tokenizer, _ identity: RunIdentity,
    _ facts: PrivacyFacts, _ origin: ModelFile.Description?, _ place: StagedDirectory?,
    _ pool: WorkerPool
  ) throws(Problem) -> TrainingLoop {
    let configuration = request.configuration
    let seed = Seed(short: configuration.training.seed)
    let noise = try NoiseSeed(request, origin)
    let order = try order(of: set.count, noise)
    let planned = order.steps(configuration.training.length)
    var facts = facts
    (facts.steps, facts.stepsPerEpoch) = (planned, order.stepsPerEpoch)
    let privacy = try TrainingPrivacy(configuration.training, facts)
    let steps = try privacy?.lastStep() ?? planned
    let trainer = Trainer(
      set.architecture, configuration.training, steps: planned, maxFrames: set.maxOutputFrames,
      noise: privacy.flatMap { privacy in
        noise.map { GradientNoise(deviation: privacy.noiseDeviation, seed: $0.seed) }
      }, kernels: isa.kernels, pool: pool)
    if let origin, request.resumes {
      try checkSame(identity, origin.file)
      try TrainingStateFile.read(origin.file, into: trainer)
      if trainer.step < steps { try noise?.requireKnown(files.state) }
    } else if let origin {
      try trainer.model.readWeights(origin.file, into: trainer.values)
    } else {
      trainer.initialize(seed: seed)
    }
    let batch = TrainingBatch(
      set, configuration, seed: seed, threads: pool.threads, kernels: isa.kernels)
    if let place {
      let begun = RunFiles(place.path)
      try begun.save(
        trainer, tokenizer, identity, privacy?.promise(after: 0), noiseSeed: noise?.kept)
      if request.writesTraces { try writeFile(begun.traces, []) }
      try place.commit()
    }
    let log = try AppendedFile(files.log, keepingLines: trainer.step, step: trainer.step)
    let traces =
      try request.writesTraces
      ? AppendedFile(
        files.traces, keepingLines: order.examples(through: trainer.step), step: trainer.step) : nil
    if request.resumes { try files.removeLeftovers() }
    if let canaries = request.canaries, !used.contains(where: { canaries.contains($0.name) }) {
      progress(.noCanaries)
    }
    var seconds = 0.0
    for index in 0..<set.count { seconds += Double(set.frames(index)) / 100 }
    progress(
      .begins(
        parameters: trainer.model.layout.count, utterances: set.count, seconds: seconds,
        step: trainer.step, steps: steps))
    if let privacy {
      progress(
        .addsNoise(
          privacy.promise(after: steps), budgetEndsAfter: steps < planned ? steps : nil))
    }
    return TrainingLoop(
      trainer: trainer, batch: batch, steps: steps, privacy: privacy, noiseSeed: noise?.kept,
      last: min(steps, request.pausesAfter ?? steps), configuration: configuration.training,
      names: used.map(\.name),
      isCanary: request.canaries.map { ids in used.map { ids.contains($0.name) } },
      tokenizer: tokenizer, identity: identity, files: files, log: log, traces: traces, order: order
    )
  }

  private func checkSame(_ identity: RunIdentity, _ state: SafetensorsFile) throws(Problem) {
    let begun = try RunIdentity(TrainingStateFile.run(of: state), file: files.state)
    guard let difference = identity.difference(from: begun) else { return }
    throw Problem(
      .usage, "\(difference) that this run was started with", file: files.state,
      hint:
        "resume with the same inputs, or start a new run with \(RunSetting.initialModel) \(files.model)"
    )
  }
}
