import AuditModel
import Files
import Injection
import Manifests
import TestSupport
import Testing

/// The manifest is read twice: once to plan, once to write.
@Suite struct CorpusReadsTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  private func inject(
    _ change: (inout InjectionRequest) throws -> Void = { _ in }
  ) throws -> (reads: (surveys: Int, injections: Int), ledger: Ledger) {
    let counting = CountingCorpus(try ManifestFormat.nemo.open(corpus.manifest))
    let ledger = try corpus.inject {
      $0.corpus = counting
      $0.output.force = true
      try change(&$0)
    }.ledger
    return (counting.reads, ledger)
  }

  @Test func `the manifest is read twice`() throws {
    #expect(try inject().reads == (1, 1))
  }

  @Test func `drawing texts again does not read the manifest again`() throws {
    let canaries = try inject().ledger.canaries
    var manifest = String(decoding: try corpus.directory.read("corpus/train.json"), as: UTF8.self)
    for canary in canaries.prefix(3) {
      manifest +=
        "{\"audio_filepath\": \"audio/u0.wav\", \"duration\": 9, \"text\": \"\(canary.text)\"}\n"
    }
    try corpus.directory.write("corpus/train.json", manifest)
    let (reads, ledger) = try inject()
    #expect(reads == (1, 1))
    #expect(ledger.header.redraws == 3)
  }

  @Test func `words from the corpus do not take another read`() throws {
    let lines = stride(from: 0, to: 400, by: 8).map { start in
      "{\"audio_filepath\": \"audio/u0.wav\", \"duration\": 60, \"text\": \""
        + CommonWords.all[start..<(start + 8)].joined(separator: " ") + "\"}\n"
    }
    try corpus.directory.write("corpus/train.json", lines.joined())
    let (reads, ledger) = try inject { $0.voices.words = .corpus }
    #expect(reads == (1, 1))
    #expect(ledger.header.vocabulary == "400 words of the corpus")
    let corpusTexts = Set(try corpus.entries("corpus/train.json").map(\.text))
    for canary in ledger.canaries {
      #expect(!corpusTexts.contains { $0.contains(canary.text) })
    }
  }

  @Test func `texts that are too long for CTC do not take another read`() throws {
    let (reads, ledger) = try inject {
      $0.ctc = CTCGuard(frameRate: 100, tokens: .characters, maxSeconds: 0.5)
    }
    #expect(reads == (1, 1))
    #expect(ledger.header.redraws > 0)
  }
}
