import Foundation
import TestSupport
import Testing

/// With a frame rate, every canary has room for what CTC must emit.
struct CTCRoomTests {
  /// Adjacent equal tokens need a frame between them.
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
      "without the rule some would not fit, or this test shows nothing")
  }

  @Test func `words as tokens need less room`() throws {
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
  func `canaries that can never fit fail the pre-flight`(_ recipe: [String]) throws {
    let place = try TemporaryDirectory()
    let request = try injection(of: SampleCorpus.shared.get().manifest, to: place("out")) + recipe
    expectProblem(try asrAudit(request), status: 3, saying: "--max-duration")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a vocabulary that cannot spell the words fails the pre-flight`() throws {
    let place = try TemporaryDirectory()
    let tokens = try place.write("tokens.txt", "x 0\ny 1\nz 2\n")
    let request = try injection(
      of: SampleCorpus.shared.get().manifest, to: place("out"), "--frame-rate", "25", "--tokens",
      tokens)
    expectProblem(try asrAudit(request), status: 3, saying: "cannot spell")
    try expectNothing(of: "out", in: place)
  }
}
