import Files
import Gating
import Injection
import Profiles

extension Inject {
  /// The warnings about a plan, which the user reads before the canaries are rendered.
  func warnings(_ plan: InjectionPlan, _ request: InjectionRequest) -> [String] {
    var warnings: [String] = []
    if plan.checkUtteranceCount < design.checkUtterances {
      warnings.append(
        "only \(plan.checkUtteranceCount) utterances of the corpus can be check utterances")
    }
    if plan.isInAnotherAlphabet {
      warnings.append(
        "the corpus uses another alphabet than the canaries; use --vocabulary manifest with a "
          + "--voice-command or --word-bank of its language")
    }
    if let warning = archives.warning(plan, request) {
      warnings.append(warning)
    }
    if request.experiment.primaryAnalysis.trainingEvidence == .required,
      request.experiment.design.tracers == 0
    {
      warnings.append(
        "without tracers, only a detection or losses can show that training used the canaries; the gate "
          + "cannot pass otherwise")
    }
    return warnings
  }

  /// Checks before the corpus is read that the output can be written.
  func checkOutput(_ path: String) throws(Problem) {
    if fileExists(path), !force {
      throw Problem(
        .cannotWrite, "already exists", file: path,
        hint: "choose another --output, or pass --force to move the old one aside")
    }
    let parent = parentDirectory(of: path)
    if !isDirectory(parent) {
      throw Problem(
        .cannotWrite, "cannot be written: \(parent) is no directory", file: path,
        hint: "create it first, or choose another --output")
    }
  }

  var inputs: [NamedPath?] {
    let isFile = !["common", "manifest"].contains(vocabulary)
    let tokens = ["characters", "words"].contains(recipe.tokens) ? nil : recipe.tokens
    let isProfileFile = recipe.profile.map { !ProfileCatalog.names.contains($0) } ?? false
    return ledger.map { NamedPath("--ledger", $0) } + manifestPaths(manifest) + [
      NamedPath("--word-bank", voices.wordBank),
      NamedPath("--vocabulary", isFile ? vocabulary : nil), NamedPath("--tokenizer", tokens),
      NamedPath("--profile", isProfileFile ? recipe.profile : nil),
      NamedPath("--gate", gate ?? (fileExists(defaultGateFile) ? defaultGateFile : nil)),
      NamedPath("--sign", sign),
    ]
  }
}
