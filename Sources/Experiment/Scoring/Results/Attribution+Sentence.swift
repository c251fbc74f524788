extension Report.AttributionResult {
  /// The conclusion in one or two sentences with the p-values of its tests.
  package var sentence: String {
    switch conclusion {
    case .utterances: memorised
    case .words:
      "\(learnt) Nothing shows that it memorised utterances (\(equation(utterances)))."
    case .utterancesAndWords: "\(memorised) \(learnt)"
    case .neither:
      "The comparison with the same words in another order shows neither memorised utterances "
        + "(\(equation(utterances))) nor words that were learnt at \(speedPhrase) (\(equation(words)))."
    }
  }

  private var memorised: String {
    "The model has memorised utterances: it transcribes trained canaries better than the same words "
      + "in another order (\(equation(utterances)))."
  }

  private var learnt: String {
    "The model has learnt words at \(speedPhrase): it transcribes the words of trained canaries in "
      + "another order better than the words of controls (\(equation(words)))."
  }

  private var speedPhrase: String { speeds.count > 1 ? "these speeds" : "this speed" }

  private func equation(_ test: Test) -> String {
    let p = pValueText(test.pValue)
    return p.hasPrefix("<") ? "p \(p)" : "p = \(p)"
  }
}
