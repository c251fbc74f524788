import ArgumentParser
import AuditModel
import Files
import Manifests
import Recognizer
import RecognizerRuns

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains the embedded recogniser on a manifest, with or without gradient clipping.",
    discussion: """
      Writes OUTPUT/model.safetensors (for transcribe, --init and PyTorch), \
      OUTPUT/training.safetensors (for --resume) and OUTPUT/log.jsonl (one line per step with loss, \
      gradient norms and the clipped share; with --ledger also for canaries alone). Ctrl-C saves the \
      run and ends with status 130; --resume continues it, with the same result bit for bit as an \
      uninterrupted run.

      All utterances are checked first. If the model cannot learn from one, because its audio is too \
      short for its text for example, the command names it and writes nothing. With --unusable skip \
      the command names it and trains without it.

      --traces writes a trace table: a line of JSON for each utterance and pass (epoch) with its \
      loss before the step, and with --clip per-example the norm of its gradient. 'asr-audit rank' \
      reads it. It appears when training is complete; until then its lines are in \
      OUTPUT/traces.jsonl. A name that ends in .gz is compressed.

      --noise-multiplier or --target-epsilon makes training differentially private (DP-SGD). The log, \
      the terminal and the metadata of model.safetensors state the epsilon of one utterance at \
      --delta. With --clip per-core the privacy unit is the core's batch: one utterance can replace \
      its mean gradient, so the same noise counts half. Shuffled batches get no credit for being \
      random: their epsilon is that of one full participation in each epoch. Epsilon does not cover \
      the losses in log.jsonl and in trace tables, tokens that are learnt from the texts, or the \
      choice of a model by its results. Until the last step training.safetensors has the secret seed \
      of the noise. With --noise-seed a run can be repeated, and whoever knows the number can \
      subtract the noise.

      Examples:
        asr-audit train --manifest train.json --output model
        asr-audit train --manifest audited/train/train.json --config recipe.yml \\
          --ledger audited/ledger.json --output clipped \\
          --clip per-example --max-grad-norm 1
        asr-audit train --manifest audited/train/train.json --output tuned \\
          --init model/model.safetensors --clip per-core --virtual-cores 4 \\
          --optimizer sgd
        asr-audit train --manifest train.json --output model --traces losses.jsonl
        asr-audit train --manifest train.json --output private --config recipe.yml \\
          --clip per-example --max-grad-norm 1 --target-epsilon 8 --delta 1e-6

      A recipe (--config) may have these keys, shown with their default values. Options of the \
      command take precedence over the recipe.
        model:
          {sample_rate: 16000, mel_bins: 80, subsampling_factor: 4, d_model: 144,
          n_layers: 4, n_heads: 4, conv_kernel_size: 15, ff_expansion_factor: 4,
          dropout: 0.1}
        tokens: {kind: characters}    # or words; or pieces, with vocab_size: 500
        training:
          seed: 0
          epochs: 50                  # or steps: 10000
          batch_size: 16
          micro_batches: 8            # at most this many threads work at once
          warmup_steps: 1000
          schedule: cosine            # or constant, linear, inverse-sqrt
          clip: none
          max_grad_norm: 1            # only with clip: per-example or per-core
          virtual_cores: 1            # only with clip: per-core or adaptive-per-core
          sampling: shuffle           # or poisson, the default of noise with per-example
          noise_multiplier: 1.1       # only with clip: per-example or per-core; default: no noise
          target_epsilon: 8           # default: no limit
          delta: 1e-6                 # needed by both
          noise_seed: 1               # default: a secret seed from the operating system
          checkpoint_every: 1000
          optimizer:                  # or kind: sgd with momentum: 0.9
            {kind: adamw, learning_rate: 0.001, beta1: 0.9, beta2: 0.98,
            epsilon: 1e-8, weight_decay: 0.01}
        augmentation:
          {frequency_masks: 2, frequency_width: 27, time_masks: 2, time_width: 0.05}
      """)

  @Option(
    help: ArgumentHelp(
      "The training manifest, in a format that 'asr-audit formats' lists.", valueName: "path"))
  var manifest: String

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Option(help: ArgumentHelp("The recipe, a YAML file.", valueName: "file"))
  var config: String?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "A model.safetensors to start from; its tokens and its dimensions are used.",
      valueName: "file"))
  var start: String?

  @Option(help: "The clipping of gradients (default: the recipe's, else none).")
  var clip: TrainingConfiguration.ClippingMode?

  @Option(
    help: ArgumentHelp(
      "The norm that gradients are clipped to (default: 1); inf only logs the norms.",
      valueName: "norm"))
  var maxGradNorm: Double?

  @Option(
    help: ArgumentHelp(
      "The number of virtual cores that share a batch (default: 1), independent of the machine.",
      valueName: "n"))
  var virtualCores: Int?

  @Option(help: "The optimizer (default: the recipe's, else adamw).")
  var optimizer: OptimizerConfiguration.Kind?

  @Option(
    help: ArgumentHelp(
      "The ledger of an audit: the log then reports its canaries separately.", valueName: "file"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The trace table to write: the loss of each utterance at each pass.", valueName: "file"))
  var traces: String?

  @Option(help: "What to do with an utterance that the model cannot learn from.")
  var unusable = TrainingRequest.Unusable.error

  @Flag(help: "Continue the run in OUTPUT, with the same options as before.")
  var resume = false

  @OptionGroup(title: "Differential privacy") var noise: NoiseOptions
  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard traces != "", traces != "-" else {
      throw ValidationError("'--traces' takes the name of a file.")
    }
    guard maxGradNorm.map({ $0 > 0 }) ?? true else {
      throw ValidationError("'--max-grad-norm' takes a number above 0.")
    }
    guard virtualCores.map({ $0 > 0 }) ?? true else {
      throw ValidationError("'--virtual-cores' takes a number from 1.")
    }
    guard start == nil || !resume else {
      throw ValidationError(
        "'--init' starts a new run and '--resume' continues one; use only one of them.")
    }
  }

  func run() throws {
    // A resumed run changes these files in its directory, which may hold its recipe.
    let files = RunFiles(output)
    let outputs = resume ? [files.model, files.state, files.log] : [output]
    try refuseOverlap(
      outputs: outputs.map { NamedPath("--output", $0) } + [NamedPath("--traces", traces)],
      inputs: manifestPaths(manifest) + [
        NamedPath("--config", config), NamedPath("--init", start), NamedPath("--ledger", ledger),
      ])
    var request = TrainingRequest(
      manifest: manifest, configuration: try recipe(), output: output,
      threads: engine.threadCount)
    request.format = try manifestOptions.format(of: manifest)
    request.keys = manifestOptions.keys
    request.start = start
    request.resumes = resume
    request.unusable = unusable
    request.writesTraces = traces != nil
    request.canaries = try ledger.map { try LedgerFile.read($0).ledger.trainingIDs }
    if let start { diagnose("starts from \(start) and uses its tokens instead of the recipe's") }
    // It is created first, so that a table that cannot be written is refused before training.
    let table = try traces.map { path throws(Problem) in
      try WholeFile(path, force: false, compressed: path.hasSuffix(".gz"))
    }
    let print = TrainingPrint()
    let summary: TrainingRun.Summary
    do {
      let run = try TrainingRun(request, isa: engine.isa()) { progress in
        // Until training begins there is nothing to save, so Ctrl-C may end the program at once.
        if case .begins = progress { Interruption.listen() }
        print.show(progress)
      }
      summary = try run.run { Interruption.isRequested }
    } catch {
      print.finish()
      throw error
    }
    print.finish()
    if summary.isComplete, let table { try copy(files.traces, to: table) }
    tell(summary)
    if !summary.isComplete { throw ExitStatus.interrupted }
  }

  /// Puts the finished trace table in its place.
  private func copy(_ path: String, to table: WholeFile) throws(Problem) {
    let reader = try LineReader(path)
    while let run = try reader.nextRun(atMost: 1_000) { try table.write(run.bytes) }
    try table.commit()
  }

  private func tell(_ summary: TrainingRun.Summary) {
    if summary.leftOut > 0 { diagnose("\(summary.leftOut) utterance(s) were left out") }
    if summary.skippedSteps > 0 {
      diagnose(
        "warning: \(summary.skippedSteps) step(s) had a non-finite gradient and changed no weight")
    }
    if summary.skippedUnits > 0 {
      diagnose("warning: \(summary.skippedUnits) non-finite gradient(s) were skipped")
    }
    if let promise = summary.promise { diagnose(PromiseText(promise).sentence) }
    if summary.isComplete {
      Swift.print("model: \(RunFiles(output).model) after \(summary.steps) steps")
    } else {
      Swift.print("saved after step \(summary.steps); continue with --resume")
    }
  }
}

extension TrainingConfiguration.ClippingMode: ExpressibleByArgument {}
extension OptimizerConfiguration.Kind: ExpressibleByArgument {}
extension TrainingRequest.Unusable: ExpressibleByArgument {}
