import ArgumentParser
import Files
import Speech

/// The options that choose the voices of the canaries.
struct VoiceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Built-in voices: slt, rms, awb, kal16.", valueName: "voice,…"))
  var voices: VoiceList?

  @Option(
    help: ArgumentHelp(
      "A speech synthesis program with {text} and {output} as arguments; no shell is used.",
      valueName: "command"))
  var voiceCommand: String?

  @Option(help: "Time limit of the voice command for one canary, in seconds.")
  var voiceTimeout = 60.0

  @Option(
    help: ArgumentHelp(
      "Recorded words to use instead of a synthesiser.",
      discussion: "Layout: DIR/<word>/<speaker>/<recording> or DIR/<word>_<speaker>_<recording>.",
      valueName: "dir"))
  var wordBank: String?

  func validate() throws {
    let named = [voices != nil, voiceCommand != nil, wordBank != nil].count { $0 }
    guard named <= 1 else {
      throw ValidationError(
        "Use only one of '--voices', '--voice-command' and '--word-bank'.")
    }
    guard voiceTimeout > 0, voiceTimeout.isFinite else {
      throw ValidationError("'--voice-timeout' takes a number of seconds above 0.")
    }
  }

  /// The synthesizer, and the words of the word bank if one is used.
  func synthesizer() throws(Problem) -> (voice: any Synthesizer, bankWords: [String]?) {
    if let voiceCommand {
      return (try CommandSynthesizer(command: voiceCommand, timeLimit: voiceTimeout), nil)
    }
    if let wordBank {
      let bank = try WordBank(wordBank)
      return (bank, bank.words)
    }
    return (FliteSynthesizer(voices: voices?.values ?? FliteSynthesizer.Voice.allCases), nil)
  }
}
