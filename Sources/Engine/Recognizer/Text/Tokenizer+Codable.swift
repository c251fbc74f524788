import Files

/// The JSON form in a checkpoint: `{"kind": "pieces", "merges": [["▁", "a"]], "symbols":
/// ["<blank>", …]}`. A tokenizer that is read is checked in the same way as one that is learnt.
extension Tokenizer: Codable {
  private enum Key: String, CodingKey { case kind, merges, symbols }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let kind = try fields.decode(TokenizerKind.self, forKey: .kind)
    let symbols = try fields.decode([String].self, forKey: .symbols)
    let merges = try fields.decodeIfPresent([[String]].self, forKey: .merges) ?? []
    do {
      self = try Tokenizer(kind: kind, symbols: symbols, merges: merges)
    } catch let problem {
      let key = problem.field.flatMap(Key.init) ?? .symbols
      throw DecodingError.dataCorruptedError(
        forKey: key, in: fields, debugDescription: problem.message)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(kind, forKey: .kind)
    try fields.encode(symbols, forKey: .symbols)
    let pairs = merges.map { [symbols[Int($0.left)], symbols[Int($0.right)]] }
    if kind == .pieces { try fields.encode(pairs, forKey: .merges) }
  }
}
