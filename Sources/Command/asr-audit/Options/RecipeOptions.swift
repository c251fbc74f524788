import ArgumentParser
import Files
import Injection

/// What the training recipe does to short and fast utterances.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Output frames of a CTC model a second; canaries are padded with silence until they fit.",
      discussion: "25 after fourfold subsampling of 10 ms frames, 12.5 after eightfold."))
  var frameRate: Double?

  @Option(
    help: ArgumentHelp(
      "What CTC has to emit: characters (default), words, or a vocabulary file.",
      valueName: "tokens"))
  var tokens: String?

  @Option(help: "Seconds above which the recipe drops an utterance (default: 20).")
  var maxDuration: Double?

  func validate() throws {
    guard frameRate.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--frame-rate' takes a number of frames a second above 0.")
    }
    guard frameRate != nil || (tokens == nil && maxDuration == nil) else {
      throw ValidationError("'--tokens' and '--max-duration' say nothing without '--frame-rate'.")
    }
    guard maxDuration.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--max-duration' takes a number of seconds above 0.")
    }
  }

  func ctc() throws(Problem) -> CTCGuard? {
    guard let frameRate else { return nil }
    return CTCGuard(
      frameRate: frameRate, tokens: try TokenCounter(tokens ?? "characters"),
      maxSeconds: maxDuration ?? 20)
  }
}
