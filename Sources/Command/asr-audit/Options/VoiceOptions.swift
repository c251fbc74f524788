import ArgumentParser
import Files
import Speech

extension VoiceGender: ExpressibleByArgument {}

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

  @Option(
    help: ArgumentHelp(
      "The gender of the voices of --voice-command or --word-bank.",
      discussion: "A Kaldi data directory with spk2gender needs it."))
  var voiceGender: VoiceGender?

  func validate() throws {
    guard voiceGender == nil || voiceCommand != nil || wordBank != nil else {
      throw ValidationError(
        "'--voice-gender' needs '--voice-command' or '--word-bank'; the built-in voices state theirs."
      )
    }
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
      return (
        try CommandSynthesizer(
          command: voiceCommand, timeLimit: voiceTimeout, gender: voiceGender), nil
      )
    }
    if let wordBank {
      let bank = try WordBank(wordBank, gender: voiceGender)
      return (bank, bank.words)
    }
    return (FliteSynthesizer(voices: voices?.values ?? FliteSynthesizer.Voice.allCases), nil)
  }
}
