import ArgumentParser
import AuditModel
import Files
import Manifests
import Recognizer
import RecognizerRuns

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains the embedded recogniser on a manifest, with or without clipping.",
    discussion: """
      Writes OUTPUT/model.safetensors (for transcribe, --init and PyTorch), \
      OUTPUT/training.safetensors (for --resume) and OUTPUT/log.jsonl (a line for each step: loss, \
      gradient norms, share clipped; with --ledger separately for canaries). Ctrl-C saves and ends; \
      --resume goes on, and comes out bit for bit as if nothing had happened.

      Every utterance is looked at first: one that the model cannot learn from is an error, and \
      nothing is written, unless --unusable skip leaves it out and names it.

      Examples:
        asr-audit train --manifest train.json --output model
        asr-audit train --manifest audited/train/train.json --config recipe.yml \\
          --ledger audited/ledger.json --output clipped \\
          --clip per-example --max-grad-norm 1
        asr-audit train --manifest audited/train/train.json --output tuned \\
          --init model/model.safetensors --clip per-core --virtual-cores 4 \\
          --optimizer sgd

      All keys of a recipe with their defaults (options take precedence):
        model:
          {sample_rate: 16000, mel_bins: 80, subsampling_factor: 4, d_model: 144,
          n_layers: 4, n_heads: 4, conv_kernel_size: 15, ff_expansion_factor: 4,
          dropout: 0.1}
        tokens: {kind: characters}    # or words, or pieces with a vocab_size: 500
        training:
          seed: 0
          epochs: 50                  # or steps: 10000
          batch_size: 16
          micro_batches: 8            # at most so many threads work at once
          warmup_steps: 1000
          schedule: cosine            # or constant, linear, inverse-sqrt
          clip: none
          max_grad_norm: 1            # only with clip: per-example or per-core
          virtual_cores: 1            # only with clip: per-core or adaptive-per-core
          checkpoint_every: 1000
          optimizer:                  # or kind: sgd with momentum: 0.9
            {kind: adamw, learning_rate: 0.001, beta1: 0.9, beta2: 0.98,
            epsilon: 1e-8, weight_decay: 0.01}
        augmentation:
          {frequency_masks: 2, frequency_width: 27, time_masks: 2, time_width: 0.05}
      """)

  @Option(help: "The training manifest: any format that 'asr-audit formats' lists.")
  var manifest: String

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Option(help: ArgumentHelp("The recipe, in YAML.", valueName: "file"))
  var config: String?

  @Option(help: "The manifest's format, where detection should not decide.")
  var format: ManifestFormat?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "A model to start from; it brings its tokens and, where the recipe asks for none, its shape.",
      valueName: "checkpoint"))
  var start: String?

  @Option(help: "How gradients are clipped (default: the recipe's, or none).")
  var clip: TrainingConfiguration.ClippingMode?

  @Option(
    help: ArgumentHelp(
      "The norm that gradients are clipped to (default: 1); inf only logs norms.",
      valueName: "c"))
  var maxGradNorm: Double?

  @Option(
    help: ArgumentHelp(
      "The number of virtual cores that a batch is divided among (default: 1).",
      valueName: "n"))
  var virtualCores: Int?

  @Option(help: "How weights follow gradients (default: the recipe's, or adamw).")
  var optimizer: OptimizerConfiguration.Kind?

  @Option(help: ArgumentHelp("A ledger: canaries are logged apart.", valueName: "file"))
  var ledger: String?

  @Option(
    help: "What an utterance means that the model cannot learn from: an error, or leave it out.")
  var unusable = TrainingRequest.Unusable.error

  @Flag(help: "Go on with the run in OUTPUT; everything else must be as it was.")
  var resume = false

  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard maxGradNorm.map({ $0 > 0 }) ?? true else {
      throw ValidationError("'--max-grad-norm' takes a number above 0.")
    }
    guard virtualCores.map({ $0 > 0 }) ?? true else {
      throw ValidationError("'--virtual-cores' takes a number from 1.")
    }
    guard start == nil || !resume else {
      throw ValidationError(
        "'--init' begins a run and '--resume' goes on with one: leave one of them out.")
    }
  }

  func run() throws {
    var request = TrainingRequest(
      manifest: manifest, configuration: try recipe(), output: output,
      threads: engine.threadCount)
    request.format = format
    request.start = start
    request.resumes = resume
    request.unusable = unusable
    request.canaries = try ledger.map { try LedgerFile.read($0).ledger.trainingIDs }
    if let start { diagnose("begins with \(start), whose tokens hold whatever the recipe says") }
    let print = TrainingPrint()
    let summary: TrainingRun.Summary
    do {
      let run = try TrainingRun(request, isa: engine.isa()) { progress in
        // Before that there is nothing to save.
        if case .begins = progress { Interruption.listen() }
        print.show(progress)
      }
      summary = try run.run { Interruption.isRequested }
    } catch {
      print.finish()
      throw error
    }
    print.finish()
    tell(summary)
    if !summary.isComplete { throw ExitStatus.interrupted }
  }

  private func recipe() throws(Problem) -> RecognizerConfiguration {
    var recipe = RecognizerConfiguration()
    if resume {
      recipe.model.take(try RunFiles(output).openState().architecture)
    } else if let start {
      recipe.model.take(try ModelFile.open(start).architecture)
    }
    if let config { recipe = try ConfigurationFile.read(config, defaults: recipe, clip: clip) }
    if let clip { recipe.training.clip = clip }
    if let maxGradNorm { recipe.training.maxGradNorm = maxGradNorm }
    if let virtualCores { recipe.training.virtualCores = virtualCores }
    if let optimizer { recipe.training.optimizer.kind = optimizer }
    try checkClipping(recipe.training.clip)
    do throws(Problem) {
      try recipe.validate()
    } catch {
      throw Problem(.usage, error.message, field: error.field, hint: error.hint)
    }
    return recipe
  }

  /// Rejects clipping options that the chosen mode ignores.
  private func checkClipping(_ clip: TrainingConfiguration.ClippingMode) throws(Problem) {
    func refuse(_ flag: String, _ needed: String) -> Problem {
      Problem(
        .usage, "'\(flag)' has no effect with '--clip \(clip.rawValue)'",
        hint: "use it with --clip \(needed)")
    }
    if maxGradNorm != nil, !clip.usesNorm {
      throw refuse("--max-grad-norm", "per-example or per-core")
    }
    if virtualCores != nil, !clip.usesCores {
      throw refuse("--virtual-cores", "per-core or adaptive-per-core")
    }
  }

  private func tell(_ summary: TrainingRun.Summary) {
    if summary.leftOut > 0 { diagnose("\(summary.leftOut) utterance(s) were left out") }
    if summary.skippedSteps > 0 {
      diagnose("warning: at \(summary.skippedSteps) step(s) no weight moved")
    }
    if summary.lostUnits > 0 {
      diagnose("warning: \(summary.lostUnits) gradient(s) were no numbers and did not count")
    }
    if summary.isComplete {
      Swift.print("model: \(RunFiles(output).model) after \(summary.steps) steps")
    } else {
      Swift.print("saved after step \(summary.steps); go on with --resume")
    }
  }
}

extension TrainingConfiguration.ClippingMode: ExpressibleByArgument {}
extension OptimizerConfiguration.Kind: ExpressibleByArgument {}
extension TrainingRequest.Unusable: ExpressibleByArgument {}
