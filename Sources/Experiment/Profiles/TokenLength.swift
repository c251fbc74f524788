/// The number of tokens of a text, and the number of output frames that CTC needs for them: one for
/// every token and one more between two equal tokens (Graves et al. 2006).
package enum TokenLength: Hashable, Sendable {
  case exact(tokens: Int, repeats: Int)
  /// The tokenizer is unknown. Every token has at least one character, and no token spans two words.
  case bounds(tokens: ClosedRange<Int>, frames: ClosedRange<Int>)
  /// The tokenizer has no token for a character of the text.
  case unspellable

  /// The bounds for a text whose tokenizer is unknown.
  ///
  /// The upper bound is that of one token per character, with one more for the mark that some
  /// tokenizers write before the first word. Joining characters to longer tokens cannot raise the
  /// number of frames: two equal tokens of n characters need 3 frames, their characters at least 2n.
  package init(boundsOf text: String) {
    let scalars = Array(text.unicodeScalars)
    let repeats = zip(scalars, scalars.dropFirst()).count { $0 == $1 }
    let words = text.split(whereSeparator: \.isWhitespace).count
    let most = max(words, scalars.count + 1)
    self = .bounds(tokens: words...most, frames: words...(most + repeats))
  }

  /// The length with further tokens, each different from those beside it.
  func adding(_ count: Int) -> TokenLength {
    switch self {
    case .exact(let tokens, let repeats): .exact(tokens: tokens + count, repeats: repeats)
    case .bounds(let tokens, let frames):
      .bounds(
        tokens: tokens.lowerBound + count...tokens.upperBound + count,
        frames: frames.lowerBound + count...frames.upperBound + count)
    case .unspellable: .unspellable
    }
  }

  package var tokens: ClosedRange<Int>? {
    switch self {
    case .exact(let tokens, _): tokens...tokens
    case .bounds(let tokens, _): tokens
    case .unspellable: nil
    }
  }

  /// The output frames that CTC needs.
  package var frames: ClosedRange<Int>? {
    switch self {
    case .exact(let tokens, let repeats): (tokens + repeats)...(tokens + repeats)
    case .bounds(_, let frames): frames
    case .unspellable: nil
    }
  }
}
