import Analyses
import ArgumentParser
import AuditModel
import Files
import Integrity
import Manifests
import Membership
import Memorization
import Randomness
import Reports

struct MembershipCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "membership",
    abstract: "Attacks a model: can its losses tell which utterances it was trained on?",
    discussion: """
      Reads the losses of the target (the audited model) and of reference models, which were trained like \
      the target on known subsets of the utterances. Every attack guesses from these losses which \
      utterances the target was trained on. Writes OUTPUT/analysis.json, analysis.html and \
      utterances.tsv.

      With --ledger the trained canaries are the members and the controls the non-members; a random draw \
      assigned these roles, so the comparison is exact. With --members, or with the key "in_training" \
      in the target's table, members and non-members may differ in more than membership: the command \
      exits with status 3 unless tokens and frames cannot tell them apart (upper bound of the AUC at \
      most 0.55), and, with --manifest, if their sounds differ (p at most 0.05). The sounds of canaries \
      are compared if the probe set is beside the ledger.

      A trace table is a file of JSON Lines with the keys "id", "loss" (nats, whole text), and \
      optionally "model", "pass", "in_training", "tokens" and "frames". Reference tables state \
      "in_training"; a reference table without it counts as a model that was trained on none of the \
      utterances.

      Examples:
        asr-audit membership --ledger audited/ledger.json --target target.jsonl \\
          --references refs.jsonl --output membership
        asr-audit membership --members train-ids.txt --target target.jsonl \\
          --references ref1.jsonl --references ref2.jsonl --keep 0.1 \\
          --manifest corpus.json --output membership
        asr-audit membership --ledger audited/ledger.json --target target.jsonl \\
          --references refs.jsonl --output membership --max-auc 0.6
        asr-audit membership --ledger audited/ledger.json --target target.jsonl \\
          --references refs.jsonl --output membership --classifier lssvm
      """)

  @Option(
    help: ArgumentHelp("The trace table of the audited model, or a loss file.", valueName: "file"))
  var target: String

  @Option(
    help: ArgumentHelp(
      "A trace table of reference models; repeatable.",
      discussion: "Without reference models only the attack by the loss alone is possible.",
      valueName: "file"))
  var references: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model in --target, if it has several.", valueName: "name"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The ledger that 'inject' wrote: attack its canaries and controls.", valueName: "file"))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      "The ids of the utterances that the target was trained on, one a line.", valueName: "file"))
  var members: String?

  @Option(
    help: ArgumentHelp(
      "A manifest with the audio of the utterances, to compare the sounds of members and non-members.",
      discussion:
        "Its ids are those of the trace table. Up to \(SoundSeparation.mostOfGroup) of each are read.",
      valueName: "path"))
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "The share of utterances, those that the references memorise most, that every attack is also "
        + "tried on.", valueName: "share"))
  var keep = Share(0.2)

  @Option(
    help: ArgumentHelp(
      "The seed for choosing some of the reference models (default: 1).", valueName: "seed"))
  var seed: SeedArgument?

  @Option(help: "The directory for the result. It appears whole or not at all.")
  var output: String

  @OptionGroup(title: "Classifier") var classifier: ClassifierOptions
  @OptionGroup(title: "Limits") var limits: MembershipLimitOptions
  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print analysis.json instead of the tables.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard ledger == nil || members == nil else {
      throw ValidationError("'--ledger' and '--members' exclude each other.")
    }
    guard ledger == nil || manifest == nil else {
      throw ValidationError(
        "'--manifest' is for lists of members; the audio of canaries is beside their ledger.")
    }
    guard keep.value > 0, keep.value <= 1 else {
      throw ValidationError("'--keep' takes a share above 0 and at most 1.")
    }
    guard ([target, members].compactMap(\.self) + references).count(where: { $0 == "-" }) < 2
    else { throw ValidationError("Standard input can be read only once: name a file.") }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [
        NamedPath("--target", target), NamedPath("--ledger", ledger),
        NamedPath("--members", members),
      ] + references.map { NamedPath("--references", $0) }
        + (manifest.map { manifestFiles($0).map { NamedPath("--manifest", $0) } } ?? []))
    let directory = try StagedDirectory(target: output, force: force)
    let audit = try ledger.map { try LedgerFile.read($0) }
    let source: MembershipSource =
      if let audit {
        .ledger(audit.ledger)
      } else if let members {
        .members(try MemberList.read(members))
      } else {
        .targetTable
      }
    let table = try TraceFile.read(target)
    let inputs = try MembershipInputs(
      target: table, model: model,
      references: try references.map { try TraceFile.read($0) }, source: source)
    if !source.isRandomized { try BlindCheck.check(inputs, file: target) }
    let seed = seed?.seed ?? Seed(short: 1)
    let sounds = try compareSounds(inputs, audit?.ledger, seed)
    if !source.isRandomized { try BlindCheck.check(sounds, file: manifest ?? target) }
    let analysis = MembershipAnalysis(
      target: inputs.target, references: inputs.references, groups: inputs.groups,
      keep: keep.value, seed: seed)
    let result = MembershipResult(
      inputs, ledgerRoot: audit?.root.hex, analysis: analysis,
      sounds: sounds, classifier: try classify(inputs, table, audit?.ledger, seed),
      judgements: limits.limits.judgements(analysis))
    let document = AnalysisDocument(
      .membership, tool: toolVersion, seed: seed.bytes.hex, result)
    try writeFile("\(directory.path)/analysis.json", document.bytes)
    try writeFile(
      "\(directory.path)/analysis.html",
      Array(MembershipPage(result, tool: toolVersion).page.html.utf8))
    try writeFile(
      "\(directory.path)/utterances.tsv", Array(MembershipList(inputs, analysis).text.utf8))
    try directory.commit()
    for note in MembershipNotes(inputs).lines { diagnose(note) }
    if json {
      print(String(decoding: document.bytes.dropLast(), as: UTF8.self))
    } else {
      print(MembershipPrint(result).text)
      print("\nresult: \(directory.target)/analysis.html, analysis.json, utterances.tsv")
    }
    try limits.exit(result.outcome)
  }

  private func compareSounds(
    _ inputs: MembershipInputs, _ audit: Ledger?, _ seed: Seed
  ) throws(Problem) -> SoundSeparation? {
    let sounds = MembershipSounds(inputs: inputs, seed: seed)
    if let audit, let ledger { return sounds.separation(of: audit, path: ledger) }
    return try manifest.map { path throws(Problem) in
      try sounds.separation(manifest: path, manifestOptions)
    }
  }

  private func classify(
    _ inputs: MembershipInputs, _ table: TraceFile, _ ledger: Ledger?, _ seed: Seed
  ) throws(Problem) -> ClassifierResult? {
    guard let request = classifier.request else { return nil }
    let line = ProgressLine()
    defer { line.finish() }
    return try ClassifierResult(request, inputs, table: table, ledger: ledger, seed: seed) {
      line.show("training classifiers", $0, request.folds)
    }
  }
}
