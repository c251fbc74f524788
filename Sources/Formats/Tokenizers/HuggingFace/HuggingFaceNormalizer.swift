import Files

/// The normalizers of a `tokenizer.json`:
///
///     NFC NFD NFKC NFKD Lowercase StripAccents Nmt
///     Sequence       normalizers: [N]
///     Strip          strip_left, strip_right
///     Prepend        prepend
///     Replace        pattern: {"String": s} or {"Regex": " {2,}"}, content
///     BertNormalizer clean_text, handle_chinese_chars, strip_accents, lowercase
///     Precompiled    precompiled_charsmap (SentencePiece's, in base64)
///
/// The compatibility forms KC and KD are those of letters without a compatibility form, such as all of
/// Latin-1's; others, such as ﬁ, are reported as scalars that cannot be spelled.
struct HuggingFaceNormalizer: Sendable {
  private typealias Step = @Sendable (String) -> String

  private var steps: [Step] = []
  private var replacesCompatibility = false

  init(_ value: JSONValue?) throws(Problem) {
    if let value { try add(value) }
  }

  /// The normalised text and the scalars whose normal form is not known.
  func normalized(_ text: String) -> (text: String, unsupported: [Unicode.Scalar]) {
    let unsupported =
      replacesCompatibility ? text.normalFormC.unicodeScalars.filter(\.isCompatibility) : []
    return (steps.reduce(text) { $1($0) }, unsupported)
  }

  private mutating func add(_ value: JSONValue) throws(Problem) {
    let field = "normalizer"
    switch value["type"]?.string ?? "" {
    case "Sequence": for part in value["normalizers"]?.array ?? [] { try add(part) }
    case "NFC": steps.append { $0.normalFormC }
    case "NFD": steps.append { $0.normalFormD }
    case "NFKC":
      replacesCompatibility = true
      steps.append { $0.normalFormC }
    case "NFKD":
      replacesCompatibility = true
      steps.append { $0.normalFormD }
    case "Lowercase": steps.append(lowercased)
    case "StripAccents": steps.append(withoutMarks)
    case "Nmt": steps.append(nmt)
    case "Strip":
      let (left, right) = (value["strip_left"]?.boolean, value["strip_right"]?.boolean)
      steps.append { stripped($0, left: left ?? true, right: right ?? true) }
    case "Prepend":
      let prefix = value["prepend"]?.string ?? ""
      steps.append { $0.isEmpty ? $0 : prefix + $0 }
    case "Replace": try addReplacement(value, field)
    case "BertNormalizer": addBERT(value)
    case "Precompiled":
      guard let text = value["precompiled_charsmap"]?.string, let bytes = base64Decoded(text),
        let map = CharacterMap(bytes[...])
      else {
        throw Problem(.badData, "has a damaged precompiled_charsmap", field: field)
      }
      steps.append { replaced($0, map) }
    case let type: throw unsupported(type.isEmpty ? "a normalizer without a type" : type, in: field)
    }
  }

  private mutating func addReplacement(_ value: JSONValue, _ field: String) throws(Problem) {
    let content = value["content"]?.string ?? ""
    if let text = value["pattern"]?["String"]?.string, !text.isEmpty {
      let (old, new) = (Array(text.utf8), Array(content.utf8))
      steps.append { String(decoding: Array($0.utf8).replacing(old, with: new), as: UTF8.self) }
      return
    }
    let pattern = value["pattern"]?["Regex"]?.string ?? ""
    switch pattern {
    case " {2,}":
      steps.append { text in
        runs(of: text) { $0 == " " }.map { run, isRun in
          isRun && run.utf8.count > 1 ? content : run
        }.joined()
      }
    case "\\s+":
      steps.append { text in
        runs(of: text, where: isSpaceScalar).map { run, isRun in
          isRun ? content : run
        }.joined()
      }
    default: throw unsupported("Replace with the pattern \(pattern)", in: field)
    }
  }

  /// BERT's clean-up (transformers, tokenization_bert.py).
  private mutating func addBERT(_ value: JSONValue) {
    let lowercase = value["lowercase"]?.boolean ?? true
    if value["clean_text"]?.boolean ?? true { steps.append(cleaned) }
    if value["handle_chinese_chars"]?.boolean ?? true { steps.append(spacedIdeographs) }
    if value["strip_accents"]?.boolean ?? lowercase {
      steps.append { withoutMarks($0.normalFormD) }
    }
    if lowercase { steps.append(lowercased) }
  }
}
