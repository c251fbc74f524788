/// Scripts that are written without spaces between words: Chinese, Japanese, Thai, Lao, Khmer and
/// Burmese.
///
/// Recognisers of these languages put spaces anywhere or nowhere, and there is no agreed division
/// into words. Each character therefore counts as a word, as in the mixed error rate (MER) of
/// mixed Chinese and English speech: words of other scripts beside them remain words.
extension Unicode.Scalar {
  var isUnspaced: Bool {
    if value < 0x0E00 { return false }
    return Self.unspacedBlocks.contains { $0.contains(value) }
  }

  private static let unspacedBlocks: [ClosedRange<UInt32>] = [
    0x0E00...0x0E7F,  // Thai
    0x0E80...0x0EFF,  // Lao
    0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F,  // Myanmar
    0x1780...0x17FF, 0x19E0...0x19FF,  // Khmer
    0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B,  // ideographic marks and numerals
    0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F,  // Hiragana, Katakana
    0x2E80...0x2FDF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,  // Han
    0x1AFF0...0x1B16F,  // more Kana
    0x20000...0x3FFFF,  // more Han
  ]
}

extension String {
  /// True if a character of a script without spaces is in the text.
  var hasUnspacedScript: Bool { unicodeScalars.contains(where: \.isUnspaced) }

  /// The text without the spaces before and after characters of scripts without spaces.
  var closingUnspacedScripts: String {
    var closed = String.UnicodeScalarView()
    var spaces = String.UnicodeScalarView()
    /// Whether the last character, without the marks on it, is of a script without spaces.
    var followsUnspaced = false
    for scalar in unicodeScalars {
      if scalar.isSpace {
        spaces.append(scalar)
        continue
      }
      let isUnspaced = scalar.isUnspaced || followsUnspaced && spaces.isEmpty && scalar.isMark
      if !isUnspaced, !followsUnspaced { closed.append(contentsOf: spaces) }
      spaces.removeAll()
      closed.append(scalar)
      followsUnspaced = isUnspaced
    }
    if !followsUnspaced { closed.append(contentsOf: spaces) }
    return String(closed)
  }
}
