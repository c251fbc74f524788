import Files

/// The settings of tokenizers that hints refer to.
package enum TokenizerSetting: String, HintSetting {
  /// The kind of tokens, or the file of a tokenizer.
  case tokenizer
}
