import Files

/// The settings of speech synthesis that hints refer to.
package enum SpeechSetting: String, HintSetting {
  /// A synthesis program of the user.
  case voiceCommand = "voice_command"
  /// Recorded words.
  case wordBank = "word_bank"
}
