import Files

/// The JSON document of an analysis:
///
///     {"format": "asr-audit analysis", "version": 1, "kind": "rank", "tool": "0.1.0", "seed": "…", "rank": {…}}
///
/// The key of the last object is the kind. `seed` is missing where nothing was drawn. Keys are sorted
/// and in snake case. Within a version fields are only added.
package struct AnalysisDocument<Body: Encodable & Sendable>: Sendable {
  package let kind: AnalysisKind
  /// The version of the program.
  package let tool: String
  package let seed: String?
  package let body: Body

  package init(_ kind: AnalysisKind, tool: String, seed: String?, _ body: Body) {
    self.kind = kind
    self.tool = tool
    self.seed = seed
    self.body = body
  }

  /// The document with a line break at the end.
  package var bytes: [UInt8] { JSONCoding.encoded(self, pretty: true) + [0x0A] }
}

/// The subject of an analysis, which is also the key of its results.
package enum AnalysisKind: String, CaseIterable, Codable, Sendable {
  /// The utterances that training has to memorise.
  case rank
  /// Who was in the training set.
  case membership
  /// The number of canaries that a recipe memorises.
  case capacity
  /// Whether the sounds of two groups differ.
  case geometry
  /// The exact transcripts of a fine-tuned model beside those of its base model.
  case comparison
}

extension AnalysisDocument: Encodable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode("asr-audit analysis", forKey: Key("format"))
    try container.encode(1, forKey: Key("version"))
    try container.encode(kind, forKey: Key("kind"))
    try container.encode(tool, forKey: Key("tool"))
    try container.encodeIfPresent(seed, forKey: Key("seed"))
    try container.encode(body, forKey: Key(kind.rawValue))
  }
}
