import ArgumentParser
import Files
import Speech

/// Who speaks the canaries.
struct VoiceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Embedded voices: slt, rms, awb, kal16.", valueName: "voice,…"))
  var voices: VoiceList?

  @Option(
    help: ArgumentHelp(
      "A program that speaks, with {text} and {output}; no shell is involved.",
      valueName: "command"))
  var voiceCommand: String?

  @Option(help: "Seconds that the voice command may take for one canary.")
  var voiceTimeout = 60.0

  @Option(
    help: ArgumentHelp(
      "Recorded words, DIR/<word>/<speaker>/<recording> or DIR/<word>_<speaker>_<recording>, in place of a synthesiser.",
      valueName: "dir"))
  var wordBank: String?

  func validate() throws {
    let named = [voices != nil, voiceCommand != nil, wordBank != nil].count { $0 }
    guard named <= 1 else {
      throw ValidationError(
        "'--voices', '--voice-command' and '--word-bank' exclude one another.")
    }
    guard voiceTimeout > 0, voiceTimeout.isFinite else {
      throw ValidationError("'--voice-timeout' takes a number of seconds above 0.")
    }
  }

  /// Who speaks, and the words of a bank where there is one.
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
