import Files
import Integrity
import Randomness
import Recognizer
import Traces

/// The steps of a training run, from the trainer's current step to the last. Each step writes a line to
/// the log. The run is saved as often as the recipe says, and when it ends.
struct TrainingLoop {
  let trainer: Trainer
  let batch: TrainingBatch
  /// The number of steps of the recipe, or of the privacy budget if it ends earlier.
  let steps: Int
  /// The accounting of the noise; nil without noise.
  let privacy: TrainingPrivacy?
  /// The seed that the state keeps until the last step; nil without one.
  let noiseSeed: Seed?
  /// The step after which the run ends, at most `steps`.
  let last: Int
  let configuration: TrainingConfiguration
  /// The names of the utterances in the training set.
  let names: [String]
  /// True for each utterance that is a canary; nil without a ledger.
  let isCanary: [Bool]?
  let tokenizer: Tokenizer
  let identity: RunIdentity
  let files: RunFiles
  let log: AppendedFile
  /// Receives a row for each example; nil if no traces are requested.
  let traces: AppendedFile?
  let order: ExampleOrder

  func run(
    _ progress: (TrainingProgress) -> Void, shouldStop: () -> Bool
  ) throws(Problem) -> TrainingRun.Summary {
    var order = order
    var summary = TrainingRun.Summary()
    var stopped = false
    while trainer.step < last, !stopped {
      let next = trainer.step + 1
      batch.take(order.batch(step: next), step: next)
      let report = try takeStep()
      let epsilon = epsilon(after: next)
      try writeLog(report, epsilon)
      try traces?.write(rows(of: report).flatMap(\.line))
      tell(report, progress)
      if let privacy, let epsilon {
        progress(.privacy(step: next, epsilon: epsilon, delta: privacy.delta))
      }
      summary.skippedUnits += report.outcome.skippedUnits
      summary.skippedSteps += report.changesWeights ? 0 : 1
      stopped = shouldStop()
      if stopped || next == last || next % configuration.checkpointEvery == 0 {
        try save()
        progress(.saved(step: next))
      }
    }
    summary.steps = trainer.step
    summary.isComplete = trainer.step >= steps
    summary.promise = privacy?.promise(after: trainer.step)
    return summary
  }

  /// Takes a step. If its audio cannot be read, the state before the step is saved.
  private func takeStep() throws(Problem) -> Trainer.StepOutcome {
    do throws(Problem) {
      return try trainer.takeStep(batch)
    } catch {
      try save()
      throw error
    }
  }

  /// The epsilon of the steps up to `step`, if the log states it.
  private func epsilon(after step: Int) -> Double? {
    guard let privacy, privacy.isLogged(step: step, of: steps) else { return nil }
    return privacy.epsilon(after: step)
  }

  private func writeLog(_ report: Trainer.StepOutcome, _ epsilon: Double?) throws(Problem) {
    let clips = configuration.clip != .unclipped
    var entry = TrainingLogEntry(
      report, trainer, clips: clips,
      isCanary: isCanary.map { flags in { flags[batch.example($0)] } })
    if configuration.effectiveSampling == .poisson { entry.sampling = .poisson }
    entry.epsilon = epsilon
    if report.step == 1, let isCanary, let ledger = identity.ledger.flatMap(Digest.init(hex:)) {
      let used = zip(names, isCanary).filter(\.1).map(\.0)
      entry.ledger = .init(ids: ledger, used: Set(used))
    }
    try log.write(entry.line(clips: clips))
  }

  /// The rows of the trace table for a step: the losses before the step changed the weights. Norms are
  /// those of the gradient of the loss per token, which only per-example clipping computes.
  private func rows(of report: Trainer.StepOutcome) -> [TraceRow] {
    let pass = (report.step - 1) / order.stepsPerEpoch + 1
    var rows = trainer.losses.indices.map { position in
      let tokens = batch.tokens(position)
      let loss = Double(trainer.losses[position]) * Double(max(tokens, 1))
      var row = TraceRow(
        id: names[batch.example(position)], pass: pass, loss: loss.isFinite ? loss : nil)
      row.isInTraining = true
      row.tokens = tokens
      row.frames = batch.frames(position)
      return row
    }
    if configuration.clip == .perExample {
      for (unit, norm) in trainer.norms.enumerated() where norm.isFinite {
        for position in trainer.examples(of: unit) { rows[position].gradientNorm = norm }
      }
    }
    return rows
  }

  private func tell(_ report: Trainer.StepOutcome, _ progress: (TrainingProgress) -> Void) {
    if !report.changesWeights || report.outcome.skippedUnits > 0 {
      let suspects = suspects().map { names[batch.example($0)] }
      progress(.nonFiniteGradient(step: report.step, utterances: suspects))
    }
    progress(.step(report.step, of: steps, loss: report.outcome.loss, examples: batch.count))
  }

  /// The positions of the batch with non-finite losses or gradients; all if none can be singled out.
  private func suspects() -> [Int] {
    var found = trainer.losses.indices.filter { !trainer.losses[$0].isFinite }
    if found.isEmpty {
      for (unit, norm) in trainer.norms.enumerated() where !norm.isFinite {
        found += trainer.examples(of: unit)
      }
    }
    return found.isEmpty ? Array(trainer.losses.indices) : found
  }

  private func save() throws(Problem) {
    try log.flush()
    try traces?.flush()
    try files.save(
      trainer, tokenizer, identity, privacy?.promise(after: trainer.step),
      noiseSeed: trainer.step < steps ? noiseSeed : nil)
  }
}
