/// The alignment of a reference and a transcript, word by word, with the fewest errors.
package struct WordAlignment: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case match(String)
    case deletion(String)
    case insertion(String)
    case substitution(String, by: String)
  }

  package let steps: [Step]

  /// The number of words of each text that are aligned. The matrix grows with its square.
  package static let longest = 200

  package init(reference: String, transcript: String) {
    let reference = reference.split(whereSeparator: \.isWhitespace).prefix(Self.longest).map(
      String.init)
    let transcript = transcript.split(whereSeparator: \.isWhitespace).prefix(Self.longest)
      .map(String.init)
    // errors[i][j] is the distance between the words from i and from j on.
    var errors = Array(
      repeating: Array(repeating: 0, count: transcript.count + 1), count: reference.count + 1)
    for i in stride(from: reference.count, through: 0, by: -1) {
      for j in stride(from: transcript.count, through: 0, by: -1) {
        if i == reference.count {
          errors[i][j] = transcript.count - j
        } else if j == transcript.count {
          errors[i][j] = reference.count - i
        } else if reference[i] == transcript[j] {
          errors[i][j] = errors[i + 1][j + 1]
        } else {
          errors[i][j] = 1 + min(errors[i + 1][j + 1], errors[i + 1][j], errors[i][j + 1])
        }
      }
    }
    var steps: [Step] = []
    var (i, j) = (0, 0)
    while i < reference.count || j < transcript.count {
      if i < reference.count, j < transcript.count, reference[i] == transcript[j] {
        steps.append(.match(reference[i]))
        (i, j) = (i + 1, j + 1)
      } else if i < reference.count, j < transcript.count,
        errors[i][j] == 1 + errors[i + 1][j + 1]
      {
        steps.append(.substitution(reference[i], by: transcript[j]))
        (i, j) = (i + 1, j + 1)
      } else if i < reference.count, errors[i][j] == 1 + errors[i + 1][j] {
        steps.append(.deletion(reference[i]))
        i += 1
      } else {
        steps.append(.insertion(transcript[j]))
        j += 1
      }
    }
    self.steps = steps
  }

  /// The number of words that the texts have in common.
  package var matches: Int { steps.count { if case .match = $0 { true } else { false } } }

  /// The reference with the transcript's errors marked.
  package var text: Text {
    steps.enumerated().reduce("" as Text) { text, next in
      let space = next.offset == 0 ? "" : " "
      let word: Text =
        switch next.element {
        case .match(let word): "\(name: word)"
        case .deletion(let word): "\(deletion: word)"
        case .insertion(let word): "\(insertion: word)"
        case .substitution(let word, let other): "\(substitution: word, by: other)"
        }
      return text + Text(space) + word
    }
  }
}
