import Files
import Foundation
import TestSupport
import Testing
import Tokenizers

/// The token ids equal those of the packages sentencepiece and tokenizers, which
/// Scripts/tokenizer-reference recorded. `ASR_AUDIT_TOKENIZERS` names another directory that this
/// script has written, with more texts.
@Suite struct ReferenceTests {
  struct Expected: Decodable {
    let texts: [String]
    let ids: [String: [[Int]]]
  }

  static let directory =
    ProcessInfo.processInfo.environment["ASR_AUDIT_TOKENIZERS"]
    ?? "\(packageRoot)/Fixtures/tokenizers"
  static let expected = Result {
    try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: URL(fileURLWithPath: "\(directory)/expected/ids.json")))
  }
  static let names = (try? expected.get().ids.keys.sorted()) ?? []

  @Test func `the reference has models of every kind`() throws {
    let expected = try Self.expected.get()
    #expect(expected.texts.count >= 60)
    #expect(Self.names.filter { $0.hasSuffix(".model") }.count >= 9)
    #expect(Self.names.filter { $0.hasSuffix(".json") }.count >= 13)
  }

  @Test(arguments: names)
  func `the token ids equal those of the package`(_ name: String) throws {
    let expected = try Self.expected.get()
    let file = try TokenizerFile("\(Self.directory)/\(name)")
    #expect(file.kind == (name.hasSuffix(".model") ? .sentencePieceModel : .huggingFace))
    let lists = try #require(expected.ids[name])
    #expect(lists.count == expected.texts.count)
    for (text, ids) in zip(expected.texts, lists) {
      let own = file.tokenizer.tokenize(text)
      if name == "metaspace.json", text.hasCompatibilityForm {
        // The normaliser NFKC is implemented for other characters only.
        #expect(!own.unspelled.isEmpty)
      } else {
        #expect(own.ids == ids, "\(name): \(text.debugDescription)")
      }
    }
  }

  /// A `.vocab` has neither the normaliser nor exact scores, so only plain texts are compared.
  @Test(arguments: ["unigram", "bpe", "bytes"])
  func `a vocabulary gives the ids of its model`(_ name: String) throws {
    let model = try TokenizerFile("\(Self.directory)/\(name).model").tokenizer
    let vocabulary = try TokenizerFile("\(Self.directory)/\(name).vocab")
    #expect(vocabulary.kind == .sentencePieceVocabulary)
    let plain = try Self.expected.get().texts.filter { $0.allSatisfy { $0.isASCII && $0 != "\t" } }
    #expect(plain.count > 20)
    for text in plain {
      #expect(
        vocabulary.tokenizer.tokenize(text).ids == model.tokenize(text).ids,
        "\(text.debugDescription)")
    }
  }

  @Test func `a scalar without a token is named where the package writes its unknown token`() throws
  {
    let expected = try Self.expected.get()
    for name in ["unigram.model", "bpe.model", "char.model", "metaspace.json", "wordpiece.json"] {
      let tokenizer = try TokenizerFile("\(Self.directory)/\(name)").tokenizer
      var unknown = 0
      for (text, ids) in zip(expected.texts, expected.ids[name] ?? [])
      where !text.hasCompatibilityForm {
        #expect(tokenizer.tokenize(text).unspelled.isEmpty == !ids.contains(0), "\(name): \(text)")
        unknown += ids.contains(0) ? 1 : 0
      }
      #expect(unknown > 0)
    }
  }
}

extension String {
  /// True if normal form KC differs from normal form C.
  fileprivate var hasCompatibilityForm: Bool {
    !precomposedStringWithCompatibilityMapping.unicodeScalars
      .elementsEqual(precomposedStringWithCanonicalMapping.unicodeScalars)
  }
}
