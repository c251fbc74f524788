import ArgumentParser
import AuditModel
import Files
import Injection
import Manifests
import Preflight
import Profiles

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks whether training will use the canaries, or has used them.",
    discussion: """
      Recipes drop or ignore fast, short utterances without a message. A canary that was never \
      trained on then looks as if the model had not memorised it.

      With --profile the command predicts for each canary and control whether it survives the \
      recipe's filters and the length rule of its loss, is dropped, or is at risk. Where a rule or \
      the tokenizer is unknown, the outcome is unknown, which never counts as surviving. A rule that \
      hits trained canaries and controls unequally is an error, because it biases the comparison.

      With --audio it decodes the audio of every canary and of some of your own utterances.

      With --seen, after training, it looks for the canaries in what training used: a filtered \
      manifest, a data directory, a cut set, a list of ids, the output of 'asr-audit train', and logs \
      (icefall: "Exclude cut with ID", Kaldi: "Not producing egs for utterance", NeMo: "files were \
      filtered"). It also looks for the controls there, by id, by text, and by the samples of \
      the audio files that are named. Of several training sets, one that is a part of another \
      counts instead of it. An entry with another text than that of its canary, or only a \
      speed-perturbed copy, does not count. Log lines that name a canary beside words such as \
      "skipping" or "removed" take it out as well, and so does a list with --left-out. \
      'asr-audit score --evidence' reads the result.

      Exits with status 3 if a canary is dropped, a rule is unequal or audio is faulty, and with 2 \
      if a canary is at risk, its outcome is unknown, training is not known to have used all \
      canaries, or a control is in what it used.

      Examples:
        asr-audit check --ledger audited/ledger.json --profile icefall-zipformer \\
          --manifest audited/train/train.json --tokenizer tokens.txt
        asr-audit check --ledger audited/ledger.json --audio \\
          --manifest audited/train/train.json
        asr-audit check --ledger audited/ledger.json --output evidence.json \\
          --seen exp/train_filtered.json --seen exp/train.log
      """)

  @Option(help: "The ledger that 'inject' wrote.")
  var ledger: String

  @Option(
    help: ArgumentHelp(
      "The training recipe: a name that 'asr-audit profiles' lists, or a YAML file.",
      valueName: "profile"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "The manifest that training reads: checked for the entries of the canaries.",
      valueName: "path"))
  var manifest: String?

  @Option(help: "The format of the manifest (default: detected).")
  var format: ManifestFormat?

  @Option(
    help: ArgumentHelp(
      "The recipe's tokens: characters, words, or a vocabulary file (default: unknown).",
      valueName: "tokens"))
  var tokenizer: String?

  @Option(
    help: ArgumentHelp(
      "The number of epochs of the training (default: that of the profile).", valueName: "number"))
  var epochs: Int?

  @Flag(
    help: "Decode the audio of every canary, and that of some utterances of --manifest.")
  var audio = false

  @Option(
    help: ArgumentHelp(
      "A file or data directory that training read or wrote; repeatable.", valueName: "path"))
  var seen: [String] = []

  @Option(
    help: ArgumentHelp(
      "A list of utterances that training did not use, such as a filter's 'removed.txt'; repeatable.",
      valueName: "path"))
  var leftOut: [String] = []

  @Option(
    help: ArgumentHelp(
      "The evidence file to write from --seen, for 'score --evidence'.", valueName: "file"))
  var output: String?

  @Flag(help: "Move an existing file aside.")
  var force = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    guard profile != nil || audio || manifest != nil || !seen.isEmpty else {
      throw ValidationError(
        "Nothing to check: add '--profile', '--manifest', '--audio' or '--seen'.")
    }
    guard output == nil || !seen.isEmpty else {
      throw ValidationError("'--output' needs '--seen'.")
    }
    guard leftOut.isEmpty || !seen.isEmpty else {
      throw ValidationError("'--left-out' needs '--seen'.")
    }
    guard output != "" else { throw ValidationError("'--output' takes the name of a file.") }
    guard profile != nil || (tokenizer == nil && epochs == nil) else {
      throw ValidationError("'--tokenizer' and '--epochs' need '--profile'.")
    }
    guard epochs.map((1...1_000_000).contains) ?? true else {
      throw ValidationError("'--epochs' takes a number from 1.")
    }
    guard manifest != "-" else {
      throw ValidationError("'--manifest' takes a file or a directory.")
    }
  }

  func run() throws {
    let used =
      seen.map { NamedPath("--seen", $0) } + leftOut.map { NamedPath("--left-out", $0) }
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: used + manifestPaths(manifest) + [NamedPath("--ledger", self.ledger)])
    try refuseRepetition(used)
    let evidence = try output.map { try WholeFile($0, force: force) }
    let (ledger, root) = try LedgerFile.read(ledger)
    let recipe = try profile.map { try namedProfile($0) }
    let tokens = try tokenizer.map { try namedTokenizer($0) }
    let entries = try manifest.map { try ManifestEntries($0, format, ledger) }
    var result = CheckResult()
    if let recipe {
      result.survival = SurvivalCheck(
        ledger, recipe, tokens: tokens, epochs: epochs, manifest: entries,
        parts: manifest == nil ? statedDurations(ledger) : [])
      result.tokens = tokens?.description
    }
    result.manifest = entries.map { CheckResult.Manifest($0, ledger) }
    if audio { result.audio = try checkAudio(ledger, entries) }
    if !seen.isEmpty {
      let consumption = try Consumption(
        ledger, root: root, directory: parentDirectory(of: self.ledger), files: seen,
        leftOut: leftOut, survival: result.survival, tool: toolVersion)
      try evidence?.write(consumption.evidence.encoded)
      try evidence?.commit()
      result.consumption = consumption
    }
    print(CheckPrint(result).text(asJSON: json))
    try result.finish()
  }

  /// The entries of the training sets that are manifests. Filters trust the durations that entries
  /// state, which need not be those of the audio.
  private func statedDurations(_ ledger: Ledger) -> [ManifestEntries] {
    seen.filter { isRegularFile($0) || isDirectory($0) }.compactMap { path in
      guard let format = try? ManifestFormat.detect(path) else { return nil }
      return try? ManifestEntries(path, format, ledger)
    }
  }

  private func checkAudio(
    _ ledger: Ledger, _ entries: ManifestEntries?
  ) throws(Problem) -> AudioCheck {
    let line = ProgressLine()
    defer { line.finish() }
    var corpus: (any TrainingCorpus)?
    if let manifest { corpus = try ledger.openManifest(manifest, format) }
    return try AudioCheck(
      ledger, directory: parentDirectory(of: self.ledger), corpus: corpus,
      sample: entries?.sample ?? []
    ) { line.show("checking audio", $0, $1) }
  }
}

/// The profile with this name or path. Its problems name the option.
func namedProfile(_ name: String) throws(Problem) -> Profile {
  do throws(Problem) {
    return try ProfileCatalog.profile(name)
  } catch {
    guard error.kind == .usage else { throw error }
    throw error.with(field: "--profile")
  }
}
