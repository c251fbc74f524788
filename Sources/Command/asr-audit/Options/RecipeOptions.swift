import ArgumentParser
import Files
import Injection
import Profiles
import Tokenizers

/// The options that describe how the training recipe treats short and fast utterances.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The training recipe: a name that 'asr-audit profiles' lists, or a YAML file.",
      discussion: """
        Canaries are padded with silence until every rule of the profile keeps them and their \
        speed-perturbed copies. Without --words and --speeds, shorter or faster canaries are chosen \
        if those of the defaults are too long for the recipe.
        """, valueName: "profile"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "The number of epochs of the training, for the report (default: that of the profile).",
      valueName: "number"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Output frames per second of a CTC model; short canaries are padded with silence.",
      discussion: "25 for fourfold subsampling of 10 ms frames, 12.5 for eightfold.",
      valueName: "frames"))
  var frameRate: Double?

  @Option(
    name: [.customLong("tokenizer"), .customLong("tokens")],
    help: ArgumentHelp(
      "The recipe's tokens: characters, words, or the file of a tokenizer.",
      discussion: """
        A SentencePiece .model or .vocab, a tokens.txt, a Hugging Face tokenizer.json or vocab.json, \
        or a SpeechBrain label_encoder.txt. 'asr-audit formats' lists them. Default: characters with \
        --frame-rate; unknown with --profile, which then assumes the least favourable number of tokens.
        """, valueName: "tokens"))
  var tokens: String?

  @Option(
    help: ArgumentHelp(
      "Longest utterance in seconds that the recipe keeps (default: 20).", valueName: "seconds"))
  var maxDuration: Double?

  @Option(
    help: ArgumentHelp(
      "Most characters per second that the recipe keeps (default: no limit).", valueName: "number"))
  var maxCps: Double?

  @Option(
    help: ArgumentHelp(
      "Most tokens per 10 ms of audio that the recipe keeps (default: no limit).",
      valueName: "number"))
  var maxTokenRatio: Double?

  func validate() throws {
    guard frameRate.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--frame-rate' takes a number of frames per second above 0.")
    }
    guard profile == nil || (frameRate == nil && maxDuration == nil && !hasCaps) else {
      throw ValidationError(
        "'--profile' states '--frame-rate', '--max-duration', '--max-cps' and '--max-token-ratio'; "
          + "change a copy of the profile instead ('asr-audit profiles show').")
    }
    guard frameRate != nil || (maxDuration == nil && !hasCaps) else {
      throw ValidationError(
        "'--max-duration', '--max-cps' and '--max-token-ratio' need '--frame-rate'. For a model without "
          + "CTC state them in a profile and pass it with '--profile' ('asr-audit profiles show').")
    }
    guard frameRate != nil || profile != nil || tokens == nil else {
      throw ValidationError("'--tokenizer' needs '--profile' or '--frame-rate'.")
    }
    guard profile != nil || epochs == nil else {
      throw ValidationError("'--epochs' needs '--profile'.")
    }
    guard epochs.map((1...1_000_000).contains) ?? true else {
      throw ValidationError("'--epochs' takes a number from 1.")
    }
    guard maxDuration.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--max-duration' takes a number of seconds above 0.")
    }
    for (name, value) in [("--max-cps", maxCps), ("--max-token-ratio", maxTokenRatio)]
    where value.map({ $0 <= 0 || !$0.isFinite }) ?? false {
      throw ValidationError("'\(name)' takes a number above 0.")
    }
  }

  private var hasCaps: Bool { maxCps != nil || maxTokenRatio != nil }

  /// The length rule of the recipe; nil without `--frame-rate`.
  func ctc() throws(Problem) -> CTCGuard? {
    guard let frameRate else { return nil }
    var ctc = CTCGuard(
      frameRate: frameRate,
      tokens: try tokens.map { name throws(Problem) in try namedTokenizer(name) }
        ?? CharacterTokenizer(),
      maxSeconds: maxDuration ?? 20)
    ctc.maxCharactersPerSecond = maxCps
    ctc.maxTokensPerFrame = maxTokenRatio
    return ctc
  }

  /// The recipe of `--profile`; nil without it.
  func target() throws(Problem) -> TargetRecipe? {
    guard let profile else { return nil }
    return TargetRecipe(
      profile: try namedProfile(profile),
      tokens: try tokens.map { name throws(Problem) in try namedTokenizer(name) },
      epochs: epochs)
  }
}

/// The tokenizer with this name or in this file. A file is described on standard error.
func namedTokenizer(_ name: String) throws(Problem) -> any Tokenizer {
  let kinds = [TokenizerKind.characters.rawValue, TokenizerKind.words.rawValue]
  if !kinds.contains(name), !fileExists(name), let near = nearest(to: name, among: kinds) {
    throw Problem(
      .missingInput, "there is no such file", file: name, field: "--tokenizer",
      hint: "did you mean '\(near)'?")
  }
  let file = try TokenizerFile(name)
  if file.kind != .characters, file.kind != .words { diagnose("tokenizer: \(file.decision)") }
  return file.tokenizer
}
