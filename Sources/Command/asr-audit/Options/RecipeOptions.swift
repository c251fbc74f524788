import ArgumentParser
import Files
import Injection
import Tokenizers

/// The options that describe how the training recipe treats short and fast utterances.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Output frames per second of a CTC model; short canaries are padded with silence.",
      discussion: "25 for fourfold subsampling of 10 ms frames, 12.5 for eightfold.",
      valueName: "frames"))
  var frameRate: Double?

  @Option(
    help: ArgumentHelp(
      "Tokens that CTC emits: characters (default), words, or the file of a tokenizer.",
      discussion: """
        A SentencePiece .model or .vocab, a tokens.txt, a Hugging Face tokenizer.json or vocab.json, \
        or a SpeechBrain label_encoder.txt. 'asr-audit formats' lists them.
        """, valueName: "tokens"))
  var tokens: String?

  @Option(
    help: ArgumentHelp(
      "Longest utterance in seconds that the recipe keeps (default: 20).", valueName: "seconds"))
  var maxDuration: Double?

  func validate() throws {
    guard frameRate.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--frame-rate' takes a number of frames per second above 0.")
    }
    guard frameRate != nil || (tokens == nil && maxDuration == nil) else {
      throw ValidationError("'--tokens' and '--max-duration' need '--frame-rate'.")
    }
    guard maxDuration.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--max-duration' takes a number of seconds above 0.")
    }
  }

  /// The length rule of the recipe; nil without `--frame-rate`.
  func ctc() throws(Problem) -> CTCGuard? {
    guard let frameRate else { return nil }
    return CTCGuard(
      frameRate: frameRate, tokens: try tokenizer(),
      maxSeconds: maxDuration ?? 20)
  }

  /// The tokenizer of the recipe. Its file is described on standard error.
  private func tokenizer() throws(Problem) -> any Tokenizer {
    guard let tokens else { return CharacterTokenizer() }
    let file = try TokenizerFile(tokens)
    if file.kind != .characters, file.kind != .words { diagnose("tokens: \(file.decision)") }
    return file.tokenizer
  }
}
