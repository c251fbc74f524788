import Foundation
import TestSupport
import Testing
import Tokenizers

/// `--frame-rate` pads canaries so that CTC can emit all their tokens.
struct CTCRoomTests {
  /// The number of frames that CTC needs: adjacent equal tokens need a blank between them.
  private func tokens(_ text: String) -> Int {
    let scalars = Array(text.unicodeScalars)
    return scalars.count + zip(scalars, scalars.dropFirst()).count { $0 == $1 }
  }

  @Test(arguments: [12.5, 25])
  func `every canary is long enough for its characters`(_ frameRate: Double) throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    try expectSuccess(
      asrAudit(
        injection(
          of: corpus.manifest, to: place("out"), "--frame-rate", "\(frameRate)", "--tokens",
          "characters", "--max-share", "0.5")))
    let ledger = try LedgerRecord(place("out/ledger.json"))
    let shortened = try LedgerRecord(SampleAudit.nemo.get().ledger)
    func frames(_ canary: LedgerRecord.Canary) -> Int {
      Int((frameRate * Double(canary.frames) / Double(SampleCorpus.rate)).rounded(.down))
    }
    for canary in ledger.canaries {
      #expect(frames(canary) >= tokens(canary.text), "\(canary.text)")
      let sound = try place.read("out/probe/utterances/\(canary.probe).wav")
      #expect(sound.count == 44 + 2 * canary.frames)
    }
    #expect(
      shortened.canaries.contains { frames($0) < tokens($0.text) },
      "without --frame-rate some canaries must be too short, or this test shows nothing")
  }

  @Test func `canaries are long enough for words as tokens`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    try expectSuccess(
      asrAudit(
        injection(
          of: corpus.manifest, to: place("out"), "--frame-rate", "25", "--tokens", "words")))
    for canary in try LedgerRecord(place("out/ledger.json")).canaries {
      let words = canary.text.split(separator: " ")
      let needed = words.count + zip(words, words.dropFirst()).count { $0 == $1 }
      #expect(canary.frames * 25 / SampleCorpus.rate >= needed)
    }
  }

  static let impossible: [[String]] = [
    ["--frame-rate", "0.5"], ["--frame-rate", "25", "--max-duration", "0.5"],
  ]

  @Test(arguments: impossible)
  func `canaries that can never fit fail the pre-flight check`(_ recipe: [String]) throws {
    let place = try TemporaryDirectory()
    let request = try injection(of: SampleCorpus.shared.get().manifest, to: place("out")) + recipe
    expectProblem(try asrAudit(request), status: 3, saying: "--max-duration")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a vocabulary that cannot spell the words fails the pre-flight check`() throws {
    let place = try TemporaryDirectory()
    let tokens = try place.write("tokens.txt", "x 0\ny 1\nz 2\n")
    let request = try injection(
      of: SampleCorpus.shared.get().manifest, to: place("out"), "--frame-rate", "25", "--tokens",
      tokens)
    expectProblem(try asrAudit(request), status: 3, saying: "cannot spell")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a vocabulary of upper-case letters is named as the reason`() throws {
    let place = try TemporaryDirectory()
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ'".map { "\($0)\n" }.joined()
    let request = try injection(
      of: SampleCorpus.shared.get().manifest, to: place("out"), "--frame-rate", "25", "--tokens",
      place.write("tokens.txt", letters + "<unk>\n"))
    expectProblem(try asrAudit(request), status: 3, saying: "they have letters of the other case")
    try expectNothing(of: "out", in: place)
  }

  @Test func `canaries are long enough for the pieces of a SentencePiece model`() throws {
    let place = try TemporaryDirectory()
    let model = "\(packageRoot)/Fixtures/tokenizers/unigram.model"
    let result = try asrAudit(
      injection(
        of: SampleCorpus.shared.get().manifest, to: place("out"), "--frame-rate", "12.5",
        "--tokens", model, "--max-share", "0.5"))
    try expectSuccess(result)
    #expect(result.errors.contains("SentencePiece unigram, 150 pieces"))
    let tokenizer = try TokenizerFile(model).tokenizer
    for canary in try LedgerRecord(place("out/ledger.json")).canaries {
      let count = try #require(tokenizer.count(canary.text))
      #expect(
        Double(canary.frames) / Double(SampleCorpus.rate) * 12.5
          >= Double(count.tokens + count.repeats))
    }
  }
}
