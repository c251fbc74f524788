import Files
import Glibc
import Kernels
import Manifests
import Randomness
import Recognizer

/// From a manifest to a checkpoint.
///
///     OUTPUT/model.safetensors      the model, for `transcribe`, `--init` and PyTorch
///     OUTPUT/training.safetensors   where the run stands, for `--resume`
///     OUTPUT/log.jsonl              a line for each step
///
/// Each file is replaced in one piece; the log is cut to the step of the saved state when a run
/// goes on.
package struct TrainingRun {
  private let request: TrainingRequest
  private let isa: ISA
  private let progress: (TrainingProgress) -> Void

  package init(
    _ request: TrainingRequest, isa: ISA, progress: @escaping (TrainingProgress) -> Void
  ) {
    self.request = request
    self.isa = isa
    self.progress = progress
  }

  /// How a run ended.
  package struct Summary: Sendable {
    package let steps: Int
    package let isComplete: Bool
    package let leftOut: Int
    /// Steps at which the gradient was no number, and weights stayed as they were.
    package let lostSteps: Int
    /// Examples or cores whose gradient was no number and did not count.
    package let lostUnits: Int
  }

  private var modelPath: String { "\(request.output)/model.safetensors" }
  private var statePath: String { "\(request.output)/training.safetensors" }
  private var logPath: String { "\(request.output)/log.jsonl" }

  /// - Parameter shouldStop: asked after each step; true saves and ends.
  package func run(shouldStop: () -> Bool) throws(Problem) -> Summary {
    let state = try request.resumes ? SafetensorsFile(statePath) : nil
    if state == nil { try checkOutputIsFree() }
    var configuration = request.configuration
    let (utterances, _) = try readUtterances(request.manifest, format: request.format)
    var start: ModelFile.Description?
    if let path = request.start { start = try ModelFile.open(path) }
    let tokenizer: Tokenizer
    if let start {
      tokenizer = start.tokenizer
    } else {
      tokenizer = try learnTokens(utterances, configuration.tokens)
    }
    var architecture = Architecture(configuration.model, symbols: tokenizer.symbols.count)
    if let start {
      architecture = start.architecture
      configuration.model.sampleRate = architecture.sampleRate
    }
    let pool = WorkerPool(threads: request.threads)
    let sampleRate = architecture.sampleRate
    let set = try TrainingSet(architecture) { index throws(Problem) in
      try samples(of: utterances[index].audio, sampleRate: sampleRate)
    }
    var leftOut: [String] = []
    let used = try Preparation(utterances, set, tokenizer, isa: isa, pool: pool).run(
      cacheBytes: request.cacheBytes,
      progress: { progress(.preparing(done: $0, of: utterances.count)) },
      problem: { problem throws(Problem) in
        guard request.unusable == .skip, problem.kind == .badData else { throw problem }
        leftOut.append("\(problem)")
        progress(.leftOut("\(problem)"))
      })
    guard !used.isEmpty else {
      throw Problem(.badData, "no utterance is left to learn from", file: request.manifest)
    }

    let seed = Seed(short: configuration.training.seed)
    var order = ExampleOrder(
      seed: seed, examples: set.count, batchSize: configuration.training.batchSize)
    let steps = order.steps(configuration.training.length)
    let trainer = Trainer(
      architecture, configuration.training, steps: steps, maxFrames: set.maxOutputFrames,
      kernels: isa.kernels, pool: pool)
    let identity = RunIdentity(configuration, used.map { utterances[$0] }, isa: isa)
    if let state {
      try checkSame(identity, state)
      try TrainingStateFile.read(state, into: trainer)
    } else if let start {
      try trainer.model.readWeights(start.file, into: trainer.values)
    } else {
      trainer.initialize(seed: seed)
    }
    let batch = TrainingBatch(
      set, configuration, seed: seed, threads: pool.threads, kernels: isa.kernels)
    let log = try openLog(after: trainer.step)
    let isCanary = request.canaries.map { ids in used.map { ids.contains(utterances[$0].name) } }
    var seconds = 0.0
    for index in 0..<set.count { seconds += Double(set.frames(index)) / 100 }
    progress(
      .begins(
        parameters: trainer.model.layout.count, utterances: set.count, seconds: seconds,
        step: trainer.step, steps: steps))

    var lostSteps = 0
    var lostUnits = 0
    var stopped = false
    while trainer.step < steps, !stopped {
      let next = trainer.step + 1
      batch.take(order.batch(step: next), step: next)
      let report: Trainer.Report
      do throws(Problem) {
        report = try trainer.takeStep(batch)
      } catch {
        try save(trainer, tokenizer, identity, log)
        throw error
      }
      let clips = configuration.training.clip != .unclipped
      try log.write(
        TrainingLog.line(
          report, trainer, clips: clips,
          isCanary: isCanary.map { flags in { flags[batch.example($0)] } }))
      lostUnits += report.outcome.leftOutUnits
      if !report.movedWeights { lostSteps += 1 }
      if !report.movedWeights || report.outcome.leftOutUnits > 0 {
        let names = suspects(report, trainer).map { utterances[used[batch.example($0)]].name }
        progress(.gradientIsNoNumber(step: next, utterances: names))
      }
      progress(.step(next, of: steps, loss: report.outcome.loss, examples: batch.count))
      stopped = shouldStop()
      if stopped || next == steps || next % configuration.training.checkpointEvery == 0 {
        try save(trainer, tokenizer, identity, log)
        progress(.saved(step: next))
      }
    }
    return Summary(
      steps: trainer.step, isComplete: trainer.step >= steps, leftOut: leftOut.count,
      lostSteps: lostSteps, lostUnits: lostUnits)
  }

  /// Positions of the batch whose gradients, or losses, are no numbers; all where none stands out.
  private func suspects(_ report: Trainer.Report, _ trainer: Trainer) -> [Int] {
    var found = trainer.losses.indices.filter { !trainer.losses[$0].isFinite }
    if found.isEmpty {
      for (unit, norm) in trainer.norms.enumerated() where !norm.isFinite {
        found += trainer.examples(of: unit)
      }
    }
    return found.isEmpty ? Array(trainer.losses.indices) : found
  }

  private func learnTokens(
    _ utterances: [RunUtterance], _ tokens: TokenConfiguration
  ) throws(Problem) -> Tokenizer {
    var learner = TokenizerLearner(tokens.kind, vocabulary: tokens.vocabulary)
    for utterance in utterances { learner.add(utterance.text) }
    do throws(Problem) {
      return try learner.learned()
    } catch {
      throw error.located(in: request.manifest)
    }
  }

  // MARK: - Files

  private func checkOutputIsFree() throws(Problem) {
    guard !fileExists(request.output) else {
      throw Problem(
        .cannotWrite, "already exists", file: request.output,
        hint: "choose another --output, or pass --resume to go on with the run in it")
    }
    guard isDirectory(parentDirectory(of: request.output)) else {
      throw Problem(
        .cannotWrite,
        "cannot be created: there is no directory \(parentDirectory(of: request.output))",
        file: request.output)
    }
  }

  private func checkSame(_ identity: RunIdentity, _ state: SafetensorsFile) throws(Problem) {
    let begun = try RunIdentity(TrainingStateFile.run(of: state), file: statePath)
    guard let difference = identity.difference(from: begun) else { return }
    throw Problem(
      .usage, "\(difference) that this run was begun with", file: statePath,
      hint: "resume with what it was begun with, or begin anew with --init \(modelPath)")
  }

  /// A new log, or the old one up to a step.
  private func openLog(after step: Int) throws(Problem) -> AppendedFile {
    if !request.resumes {
      guard mkdir(request.output, 0o755) == 0 else {
        throw SystemError.last.writing(request.output)
      }
    }
    return try AppendedFile(logPath, keepingLines: step)
  }

  private func save(
    _ trainer: Trainer, _ tokenizer: Tokenizer, _ identity: RunIdentity, _ log: AppendedFile
  ) throws(Problem) {
    try log.flush()
    try ModelFile.write(trainer.model, trainer.values, tokenizer: tokenizer, to: modelPath)
    try TrainingStateFile.write(trainer, tokenizer: tokenizer, run: identity.text, to: statePath)
  }
}
