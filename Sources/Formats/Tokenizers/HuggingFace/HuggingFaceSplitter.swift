import Files

/// The pre-tokenizers of a `tokenizer.json`, which split a text before the model sees it:
///
///     Whitespace WhitespaceSplit BertPreTokenizer
///     Sequence           pretokenizers: [P]
///     ByteLevel          add_prefix_space, use_regex (GPT-2's pattern)
///     Metaspace          replacement, prepend_scheme: "always" | "never" | "first", split
///     Punctuation        behavior
///     Digits             individual_digits
///     CharDelimiterSplit delimiter
///     Split              pattern: {"String": s} or {"Regex": a known pattern}, behavior, invert
///
/// `UnicodeScripts`, `FixedLength` and other regular expressions are not supported.
struct HuggingFaceSplitter: Sendable {
  private typealias Step = @Sendable (_ parts: [String], _ isFirst: Bool) -> [String]

  private var steps: [Step] = []
  private var encodesBytes = false

  init(_ value: JSONValue?) throws(Problem) {
    if let value { try add(value) }
  }

  /// The parts of a text, in UTF-8.
  /// - Parameter isFirst: whether it is the start of the whole text.
  func split(_ text: String, isFirst: Bool) -> [[UInt8]] {
    guard !text.isEmpty else { return [] }
    let parts = steps.reduce([text]) { $1($0, isFirst) }
    return parts.map { encodesBytes ? byteLevel(Array($0.utf8)) : Array($0.utf8) }
  }

  private mutating func add(_ value: JSONValue) throws(Problem) {
    let field = "pre_tokenizer"
    switch value["type"]?.string ?? "" {
    case "Sequence": for part in value["pretokenizers"]?.array ?? [] { try add(part) }
    case "WhitespaceSplit":
      addPieces { SplitBehavior.removed.split(runs(of: $0, where: isSpaceScalar)) }
    case "Whitespace": addPieces(words)
    case "BertPreTokenizer":
      addPieces { SplitBehavior.removed.split(each(of: $0, where: isSpaceScalar)) }
      addPieces { SplitBehavior.isolated.split(each(of: $0, where: isPunctuation)) }
    case "Digits":
      let areSingle = value["individual_digits"]?.boolean ?? false
      addPieces {
        areSingle
          ? SplitBehavior.isolated.split(each(of: $0, where: isNumber))
          : SplitBehavior.contiguous.split(each(of: $0, where: isNumber))
      }
    case "Punctuation":
      let behavior = try SplitBehavior(value["behavior"], default: .isolated, in: field)
      addPieces { behavior.split(each(of: $0, where: isPunctuation)) }
    case "CharDelimiterSplit":
      let delimiter = value["delimiter"]?.string?.unicodeScalars.first
      addPieces { SplitBehavior.removed.split(each(of: $0) { $0 == delimiter }) }
    case "Split": try addSplit(value, field)
    case "ByteLevel":
      if value["add_prefix_space"]?.boolean ?? true {
        addPieces { [$0.utf8.first == 0x20 ? $0 : " " + $0] }
      }
      if value["use_regex"]?.boolean ?? true { addPieces(BytePairPattern.gpt2.split) }
      encodesBytes = true
    case "Metaspace": addMetaspace(value)
    case let type:
      throw unsupported(type.isEmpty ? "a pre-tokenizer without a type" : type, in: field)
    }
  }

  private mutating func addPieces(_ split: @escaping @Sendable (String) -> [String]) {
    steps.append { parts, _ in parts.flatMap(split) }
  }

  private mutating func addSplit(_ value: JSONValue, _ field: String) throws(Problem) {
    let behavior = try SplitBehavior(value["behavior"], default: .isolated, in: field)
    let isInverted = value["invert"]?.boolean ?? false
    if let text = value["pattern"]?["String"]?.string, !text.isEmpty {
      let wanted = Array(text.utf8)
      addPieces { behavior.split(matches(of: wanted, in: $0), isInverted: isInverted) }
      return
    }
    let regex = value["pattern"]?["Regex"]?.string ?? ""
    if regex == "\\s+" {
      addPieces { behavior.split(runs(of: $0, where: isSpaceScalar), isInverted: isInverted) }
      return
    }
    guard let pattern = BytePairPattern(regex) else {
      throw unsupported("Split with the pattern \(regex)", in: field)
    }
    // These patterns match everything, so that each match is a part.
    guard behavior == (isInverted ? .removed : .isolated) else {
      throw unsupported("Split with this behavior", in: field)
    }
    addPieces(pattern.split)
  }

  private mutating func addMetaspace(_ value: JSONValue) {
    let replacement = value["replacement"]?.string ?? "\u{2581}"
    let legacy = value["add_prefix_space"]?.boolean.map { $0 ? "always" : "never" }
    let scheme = value["prepend_scheme"]?.string ?? legacy ?? "always"
    let splits = value["split"]?.boolean ?? true
    let symbol = Array(replacement.utf8)
    steps.append { parts, isFirst in
      parts.enumerated().flatMap { index, part in
        var text = Array(part.utf8).replacing([0x20], with: symbol)
        let prepends = scheme == "always" || (scheme == "first" && isFirst && index == 0)
        if prepends, !text.starts(with: symbol) { text = symbol + text }
        let marked = String(decoding: text, as: UTF8.self)
        return splits
          ? SplitBehavior.mergedWithNext.split(matches(of: symbol, in: marked)) : [marked]
      }
    }
  }
}

/// `\w+|[^\w\s]+`.
@Sendable private func words(_ text: String) -> [String] {
  var parts: [String] = []
  for (run, isWord) in runs(of: text, where: isWordScalar) {
    if isWord {
      parts.append(run)
    } else {
      parts += SplitBehavior.removed.split(runs(of: run, where: isSpaceScalar))
    }
  }
  return parts
}
