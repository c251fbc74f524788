import Files

/// What a list of symbols must look like, so that every text it encodes comes back the same: blank
/// first, one symbol more at least, and each of the form that its kind asks for.
func refuseBadSymbols(_ symbols: [String], kind: TokenizerKind) throws(Problem) {
  guard symbols.first == Tokenizer.blank else {
    throw Problem(.badData, "the first symbol is not '\(Tokenizer.blank)'", field: "symbols")
  }
  guard symbols.count >= 2 else {
    throw Problem(.badData, "there is no symbol but the blank", field: "symbols")
  }
  for (number, symbol) in symbols.enumerated().dropFirst() where !isGood(symbol, kind: kind) {
    throw Problem(
      .badData, "symbol \(number) is not one of a tokenizer of \(kind)", field: "symbols")
  }
  if kind == .pieces, !symbols.contains(Tokenizer.wordStart) {
    throw Problem(
      .badData, "the mark of word starts, '\(Tokenizer.wordStart)', is missing",
      field: "symbols")
  }
}

private func isGood(_ symbol: String, kind: TokenizerKind) -> Bool {
  if kind == .characters, symbol == " " { return true }
  guard !symbol.unicodeScalars.contains(where: \.properties.isWhitespace) else { return false }
  return kind == .characters ? symbol.count == 1 : !symbol.isEmpty
}
