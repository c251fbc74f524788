import Files

/// Counts the tokens that a CTC model emits for a text.
package enum TokenCounter: Sendable {
  /// One token per character, spaces included.
  case characters
  case words
  /// Pieces of a vocabulary file; a word is split greedily into the longest pieces.
  case pieces(Set<String>, markers: Bool)

  /// The character that SentencePiece writes for the space before a word.
  private static let wordStart: Character = "\u{2581}"

  /// - Parameter name: `characters`, `words`, or the path of a vocabulary file with one piece per
  ///   line. The rest of a line after white space, such as a score, is ignored.
  package init(_ name: String) throws(Problem) {
    switch name {
    case "characters": self = .characters
    case "words": self = .words
    default:
      var pieces: Set<String> = []
      let reader = try LineReader(name)
      while let line = try reader.next() {
        guard let text = line.bytes.text else {
          throw Problem(.badData, "is not UTF-8", file: name, line: line.number)
        }
        if let piece = text.split(whereSeparator: \.isWhitespace).first {
          pieces.insert(String(piece))
        }
      }
      guard pieces.count >= 2 else {
        throw Problem(InjectionProblem.badVocabularyFile, file: name)
      }
      self = .pieces(pieces, markers: pieces.contains { $0.contains(Self.wordStart) })
    }
  }

  package var description: String {
    switch self {
    case .characters: "characters"
    case .words: "words"
    case .pieces(let pieces, _): "\(pieces.count) pieces"
    }
  }

  /// Returns the number of tokens of `text` and how many of them follow an equal one; nil if the
  /// vocabulary cannot spell it.
  package func count(_ text: String) -> (tokens: Int, repeats: Int)? {
    switch self {
    case .characters:
      let scalars = Array(text.unicodeScalars)
      return (scalars.count, zip(scalars, scalars.dropFirst()).count { $0 == $1 })
    case .words:
      let words = text.split(separator: " ")
      return (words.count, zip(words, words.dropFirst()).count { $0 == $1 })
    case .pieces(let pieces, let markers):
      let marked = text.split(separator: " ").map { word in
        markers ? String(Self.wordStart) + word : String(word)
      }
      let longest = pieces.reduce(0) { max($0, $1.count) }
      var tokens: [String] = []
      for word in marked {
        var rest = Substring(word)
        while !rest.isEmpty {
          let lengths = stride(from: min(longest, rest.count), to: 0, by: -1)
          guard let length = lengths.first(where: { pieces.contains(String(rest.prefix($0))) })
          else { return nil }
          tokens.append(String(rest.prefix(length)))
          rest = rest.dropFirst(length)
        }
      }
      return (tokens.count, zip(tokens, tokens.dropFirst()).count { $0 == $1 })
    }
  }
}

/// The length rule of CTC (Graves et al. 2006): an output needs one frame for every token and one
/// more between two equal tokens. A target that does not fit gives an infinite loss or, in most
/// recipes, silently a zero gradient: such a canary would count as not memorised.
package struct CTCGuard: Sendable {
  /// Output frames of the model per second: 25 after fourfold subsampling, 12.5 after eightfold.
  package let frameRate: Double
  package let tokens: TokenCounter
  /// The longest utterance that the recipe keeps, in seconds.
  package let maxSeconds: Double

  /// Convolutions without padding shorten the input by up to two output frames, and icefall's filter
  /// requires two more.
  private static let edgeFrames = 4

  package init(frameRate: Double, tokens: TokenCounter, maxSeconds: Double) {
    precondition(frameRate > 0, "the frame rate must be positive")
    self.frameRate = frameRate
    self.tokens = tokens
    self.maxSeconds = maxSeconds
  }

  /// Returns the audio frames that `text` needs; nil if that is more than the recipe keeps.
  package func framesNeeded(_ text: String, sampleRate: Int) -> Int? {
    guard let (count, repeats) = tokens.count(text) else { return nil }
    let outputs = Double(count + repeats + Self.edgeFrames)
    let seconds = outputs / frameRate
    guard seconds <= maxSeconds else { return nil }
    return Int((seconds * Double(sampleRate)).rounded(.up))
  }
}
