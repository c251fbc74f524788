import ArgumentParser
import Canaries
import Files

/// What the training recipe does to short and fast utterances.
struct RecipeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Output frames of a CTC model a second; canaries are padded with silence until they fit.",
      discussion: "25 after fourfold subsampling of 10 ms frames, 12.5 after eightfold."))
  var frameRate: Double?

  @Option(
    help: ArgumentHelp(
      "What CTC has to emit: characters, words, or a vocabulary file.", valueName: "tokens"))
  var tokens = "characters"

  @Option(help: "Seconds above which the recipe drops an utterance.")
  var maxDuration = 20.0

  func validate() throws {
    guard frameRate.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw ValidationError("'--frame-rate' takes a number of frames a second above 0.")
    }
    guard maxDuration > 0, maxDuration.isFinite else {
      throw ValidationError("'--max-duration' takes a number of seconds above 0.")
    }
  }

  func ctc() throws(Problem) -> CTCGuard? {
    guard let frameRate else { return nil }
    return CTCGuard(
      frameRate: frameRate, tokens: try TokenCounter(tokens), maxSeconds: maxDuration)
  }
}
