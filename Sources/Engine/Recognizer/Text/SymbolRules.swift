import Files

/// Checks that a list of symbols decodes every text that it encodes to the same text: the blank
/// comes first, there is at least one other symbol, and each has the form that the kind requires.
func checkSymbols(_ symbols: [String], kind: TokenizerKind) throws(Problem) {
  guard symbols.first == Tokenizer.blank else {
    throw Problem(.badData, "the first symbol is not '\(Tokenizer.blank)'", field: "symbols")
  }
  guard symbols.count >= 2 else {
    throw Problem(.badData, "there is no symbol except the blank", field: "symbols")
  }
  for (number, symbol) in symbols.enumerated().dropFirst() where !isValid(symbol, kind: kind) {
    throw Problem(
      .badData, "symbol \(number) is not valid in a tokenizer of \(kind)", field: "symbols")
  }
  if kind == .pieces, !symbols.contains(Tokenizer.wordStart) {
    throw Problem(
      .badData, "the word-start marker '\(Tokenizer.wordStart)' is missing",
      field: "symbols")
  }
}

private func isValid(_ symbol: String, kind: TokenizerKind) -> Bool {
  if kind == .characters, symbol == " " { return true }
  guard !symbol.unicodeScalars.contains(where: \.properties.isWhitespace) else { return false }
  return kind == .characters ? symbol.count == 1 : !symbol.isEmpty
}
