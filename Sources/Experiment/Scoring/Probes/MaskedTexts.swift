import AuditModel

/// The texts of all canaries, to find what stands at the place of hidden words.
struct MaskedTexts {
  private let ledger: Ledger
  private let normalizer: CanaryNormalizer
  /// The texts of all canaries as normalised words between spaces.
  private let texts: [String]

  init(_ ledger: Ledger, _ normalizer: CanaryNormalizer) {
    self.ledger = ledger
    self.normalizer = normalizer
    texts = ledger.canaries.map { " \(normalizer.spaced($0.text)) " }
  }

  /// - Parameter hidden: the places of the hidden words in the text of the canary.
  func outcome(
    _ index: Int, hiding hidden: Range<Int>, transcript: String
  ) -> MaskedAnswer.Outcome {
    let words = ledger.words(of: ledger.canaries[index].text)
    func normalized(_ range: Range<Int>) -> [String] {
      self.words(words[range].joined(separator: " "))
    }
    let own = texts[index]
    let answer = MaskedAnswer(
      before: normalized(0..<hidden.lowerBound), hidden: normalized(hidden),
      after: normalized(hidden.upperBound..<words.count), transcript: self.words(transcript)
    ) { found in
      let phrase = " \(found.joined(separator: " ")) "
      return texts.contains { $0 != own && $0.contains(phrase) }
    }
    return answer.outcome
  }

  private func words(_ text: String) -> [String] {
    normalizer.spaced(text).split(separator: " ").map(String.init)
  }
}
