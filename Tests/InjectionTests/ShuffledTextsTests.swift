import AuditModel
import Files
import Foundation
import Injection
import Randomness
import Speech
import TestSupport
import Testing

/// An injection whose sounds say other words than the texts.
@Suite struct ShuffledTextsTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  private func inject(_ texts: CanaryTexts?, tracers: Int = 4) throws -> Ledger {
    try corpus.inject {
      $0.experiment.design.texts = texts
      $0.experiment.design.tracers = tracers
      $0.maxShare = 0.2
      $0.output.force = true
    }.ledger
  }

  private func runs(_ text: String) -> Set<[Substring]> {
    let words = text.split(separator: " ")
    return Set((0...words.count - 4).map { Array(words[$0..<$0 + 4]) })
  }

  @Test func `every sound says other words than any text, in every role`() throws {
    let ledger = try inject(.shuffled)
    #expect(ledger.header.design.texts == .shuffled && ledger.recombinedControls.isEmpty)
    #expect(Set(ledger.canaries.map(\.role)) == [.trained, .control, .tracer])
    let texts = ledger.canaries.map { runs($0.text) }.reduce(Set()) { $0.union($1) }
    for canary in ledger.canaries {
      let spoken = try #require(canary.spoken)
      #expect(spoken.split(separator: " ").count == canary.text.split(separator: " ").count)
      #expect(runs(spoken).isDisjoint(with: texts))
    }
    #expect(Set(ledger.canaries.compactMap(\.spoken)).count == ledger.canaries.count)
  }

  @Test func `the audio is that of the spoken words, the manifest has the texts`() throws {
    let ledger = try inject(.shuffled)
    // A tone has 800 samples; its pitch tells the word.
    let tones = ToneSynthesizer()
    for canary in ledger.canaries.prefix(8) {
      let audio = try AudioFile.read(corpus.directory("out/probe/utterances/\(canary.probeID).wav"))
      func distance(_ text: String) throws -> Double {
        var random = Seed(short: 1).stream("any loudness")
        let said = try Resampler.convert(
          tones.speak(
            text.split(separator: " ").map(String.init), voice: canary.voice, random: &random),
          speed: canary.speed, sampleRate: audio.sampleRate)
        let dot = zip(said.samples, audio.samples).reduce(0.0) { $0 + Double($1.0 * $1.1) }
        func norm(_ samples: [Float]) -> Double {
          samples.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
        }
        return 1 - dot / (norm(said.samples) * norm(audio.samples))
      }
      #expect(try distance(#require(canary.spoken)) < 0.01)
      #expect(try distance(canary.text) > 0.5)
    }
    let written = Set(try corpus.entries("out/train/train.json").map(\.text))
    for canary in ledger.canaries {
      #expect(written.contains(canary.text) == (canary.repetitions > 0))
      #expect(!written.contains(canary.spoken ?? ""))
    }
  }

  @Test func `own texts state no other sound, as before`() throws {
    let ledger = try inject(nil)
    #expect(ledger.canaries.allSatisfy { $0.spoken == nil } && ledger.header.design.texts == nil)
    let text = String(decoding: try corpus.directory.read("out/ledger.json"), as: UTF8.self)
    #expect(!text.contains("spoken") && !text.contains("\"texts\""))
  }

  @Test func `the root covers what sounds say, and the commitment says that texts are shuffled`()
    throws
  {
    let ledger = try inject(.shuffled)
    let path = corpus.directory("out/ledger.json")
    let (read, root) = try LedgerFile.read(path)
    #expect(read.canaries == ledger.canaries)
    #expect(try Commitment.read(corpus.directory("out/commitment.json")).design.texts == .shuffled)
    var changed = ledger
    changed.canaries[0].spoken = "some other words were said here instead"
    #expect(try LedgerFile.write(changed, to: corpus.directory("changed.json")) != root)
  }

  @Test func `verify checks that sounds say no text`() throws {
    let ledger = try inject(.shuffled)
    let path = corpus.directory("out/ledger.json")
    func verify() throws -> Verification {
      try Verification(ledger: path, commitment: nil, publicKeyPEM: nil)
    }
    let fresh = try verify()
    #expect(fresh.failed == [])
    #expect(fresh.passed.contains { $0.hasPrefix("texts are shuffled: the sounds of all") })
    // A sound that says the text of another canary.
    var telling = ledger
    telling.canaries[0].spoken = ledger.canaries[1].text
    try FileManager.default.removeItem(atPath: path)
    _ = try LedgerFile.write(telling, to: path)
    #expect(try verify().failed.contains { $0.contains("say words of a text") })
  }

  @Test(arguments: [
    ("its text", CanaryTexts.shuffled, "other words"), ("nothing", .shuffled, "does not state"),
    ("its text", .own, "no shuffled texts"),
  ])
  func `a ledger that contradicts its texts is refused`(
    _ spoken: String, _ texts: CanaryTexts, _ words: String
  ) throws {
    var ledger = try inject(.shuffled)
    ledger.header.design.texts = texts
    ledger.canaries[0].spoken = spoken == "nothing" ? nil : ledger.canaries[0].text
    let path = corpus.directory("bad.json")
    _ = try LedgerFile.write(ledger, to: path)
    let problem = #expect(throws: Problem.self) { try LedgerFile.read(path) }
    #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
  }

  @Test func `shuffled texts have neither recombined controls nor natural-speed probes`() {
    var design = InjectedCorpus.design
    design.texts = .shuffled
    #expect(throws: Never.self) { try design.validate() }
    design.recombinedControls = true
    #expect(throws: Problem.self) { try design.validate() }
    design.recombinedControls = false
    design.naturalSpeedProbes = true
    #expect(throws: Problem.self) { try design.validate() }
  }
}
