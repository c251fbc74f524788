import Randomness

/// An error that `PlantedErrors` puts into a copy of a corpus, so that its rank shows what a ranking
/// finds there.
package struct PlantedError: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Codable, Sendable {
    /// The utterance has the text of another one.
    case swapped
    /// One word of the text is another word of the corpus.
    case oneWord = "one_word"
    /// The utterance occurs a second time, under an id of its own and with the text of another one.
    case duplicate

    package var title: String {
      switch self {
      case .swapped: "text of another utterance"
      case .oneWord: "one wrong word"
      case .duplicate: "repeated under another text"
      }
    }
  }

  package let kind: Kind
  /// The number of the utterance in the corpus.
  package let utterance: Int
  package let text: String
}

/// Errors to plant into a corpus: at each of different utterances at most one.
package struct PlantedErrors: Hashable, Sendable {
  package let all: [PlantedError]

  /// - Parameters:
  ///   - texts: the texts of the corpus.
  ///   - count: the number of swapped texts, and of wrong words; half as many utterances are repeated.
  ///   - seed: the draw depends on it and on the texts only.
  /// - Returns: nil if the corpus has too few utterances: each error needs an utterance of its own, and
  ///   at least half of the corpus stays as it is.
  package init?(in texts: [String], count: Int, seed: Seed) {
    let words = texts.map { $0.split(separator: " ").map(String.init) }
    let vocabulary = Set(words.joined()).sorted()
    var stream = seed.stream("rank/planted errors")
    var order = Array(texts.indices)
    stream.shuffle(&order)
    let donors = DonorTexts(texts)
    var found: [PlantedError] = []
    func plant(_ kind: PlantedError.Kind, _ wanted: Int, _ change: (Int) -> String?) -> Bool {
      var left = wanted
      var rest: [Int] = []
      while left > 0, let utterance = order.popLast() {
        guard let text = change(utterance) else {
          rest.append(utterance)
          continue
        }
        found.append(PlantedError(kind: kind, utterance: utterance, text: text))
        left -= 1
      }
      order += rest
      return left == 0
    }
    let isComplete =
      plant(.oneWord, count) { utterance in
        guard words[utterance].count > 1, vocabulary.count > 1 else { return nil }
        var changed = words[utterance]
        let place = stream.below(changed.count)
        // The vocabulary without the word itself.
        let known = vocabulary.firstIndex(of: changed[place])!
        let drawn = stream.below(vocabulary.count - 1)
        changed[place] = vocabulary[drawn < known ? drawn : drawn + 1]
        return changed.joined(separator: " ")
      }
      && plant(.swapped, count) { donors.text(for: $0, &stream) }
      && plant(.duplicate, count / 2) { donors.text(for: $0, &stream) }
    guard isComplete, found.count * 2 <= texts.count else { return nil }
    all = found
  }
}

/// Texts of other utterances that have nearly the length of an utterance's own text, so that its audio
/// is long enough for them and no ranking finds them by their length.
private struct DonorTexts {
  private let texts: [String]
  private let lengths: [Int]
  /// The utterances by the length of their texts.
  private let order: [Int]
  /// The place of each utterance in `order`.
  private let places: [Int]
  /// The number of neighbours on each side among which a donor is drawn.
  private static let reach = 20

  init(_ texts: [String]) {
    self.texts = texts
    let lengths = texts.map { $0.unicodeScalars.count }
    self.lengths = lengths
    let order = texts.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    self.order = order
    var places = [Int](repeating: 0, count: texts.count)
    for (place, utterance) in order.enumerated() { places[utterance] = place }
    self.places = places
  }

  /// The text of another utterance; nil if all neighbours have the same text or are longer.
  func text(for utterance: Int, _ stream: inout RandomStream) -> String? {
    let place = places[utterance]
    let near = order[max(0, place - Self.reach)..<min(order.count, place + Self.reach + 1)]
      .filter { texts[$0] != texts[utterance] && lengths[$0] <= lengths[utterance] + 2 }
    return near.isEmpty ? nil : texts[stream.pick(Array(near))]
  }
}
