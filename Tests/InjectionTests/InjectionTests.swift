import AuditModel
import Files
import Foundation
import Injection
import Manifests
import Randomness
import Speech
import TestSupport
import Testing

@Suite struct InjectionTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  @Test func `the ledger has the canaries of the design`() throws {
    let summary = try corpus.inject {
      $0.experiment.design.tracers = 4
      $0.maxShare = 0.1
    }
    let canaries = summary.ledger.canaries
    #expect(canaries.count { $0.role == .tracer && $0.repetitions == 64 } == 4)
    #expect(canaries.count == 24 + 3 * 11 + 4)
    let perTier = [2, 4, 8, 16].map { tier in canaries.count { $0.repetitions == tier } }
    #expect(perTier == [6, 6, 3, 3])
    #expect(canaries.allSatisfy { $0.trainingIDs.count == $0.repetitions })
    let read = try LedgerFile.read(corpus.directory("out/ledger.json"))
    #expect(read.root == summary.root)
    #expect(read.ledger.canaries == canaries)
  }

  @Test func `every training id is in the manifest exactly once, the user's lines unchanged`()
    throws
  {
    let ledger = try corpus.inject().ledger
    let entries = try corpus.entries("out/train/train.json")
    let injected = entries.map { stem(of: $0.audio) }.filter(ledger.trainingIDs.contains)
    #expect(injected.sorted() == ledger.trainingIDs.sorted())
    #expect(injected.count == ledger.canaries.reduce(0) { $0 + $1.repetitions })
    let lines = try corpus.directory.read("out/train/train.json").split(separator: 0x0A)
    let original = try corpus.directory.read("corpus/train.json").split(separator: 0x0A)
    #expect(lines.filter(original.contains) == original)
    #expect(lines.count == original.count + injected.count)
  }

  @Test func `positions are the line numbers of injected entries`() throws {
    let ledger = try corpus.inject().ledger
    let entries = try corpus.entries("out/train/train.json")
    let injected = entries.indices.filter {
      ledger.trainingIDs.contains(stem(of: entries[$0].audio))
    }
    #expect(ledger.positions == injected.map { $0 + 1 })
  }

  @Test func `trained canaries and controls have no text in common`() throws {
    let canaries = try corpus.inject().ledger.canaries
    #expect(Set(canaries.map(\.text)).count == canaries.count)
    let trained = Set(try corpus.entries("out/train/train.json").map(\.text))
    for canary in canaries { #expect(trained.contains(canary.text) == (canary.role == .trained)) }
  }

  @Test func `the probe set has every canary and every check utterance once`() throws {
    let ledger = try corpus.inject().ledger
    let ids = try corpus.entries("out/probe/probe.json").map { stem(of: $0.audio) }
    #expect(
      ids.sorted()
        == (ledger.canaries.map(\.probeID) + ledger.checkUtterances.map(\.probeID)).sorted())
    #expect(ledger.checkUtterances.count == 5)
    #expect(ledger.checkUtterances.allSatisfy { $0.text.hasPrefix("the user says") })
  }

  @Test func `every copy has the audio of its probe`() throws {
    let ledger = try corpus.inject().ledger
    for canary in ledger.canaries {
      let probe = try corpus.directory.read("out/probe/utterances/\(canary.probeID).wav")
      for id in canary.trainingIDs {
        #expect(try corpus.directory.read("out/train/utterances/\(id).wav") == probe)
      }
    }
  }

  @Test func `natural-speed probes are in the probe set and not in the training data`() throws {
    let ledger = try corpus.inject { $0.experiment.design.naturalSpeedProbes = true }.ledger
    let ids = try corpus.entries("out/probe/probe.json").map { stem(of: $0.audio) }
    let naturalSpeedProbes = ledger.canaries.compactMap(\.naturalSpeedID)
    #expect(naturalSpeedProbes.count == ledger.canaries.count)
    #expect(Set(naturalSpeedProbes).isSubset(of: ids))
    #expect(ledger.trainingIDs.isDisjoint(with: naturalSpeedProbes))
    let canary = ledger.canaries[0]
    let lengths = try [canary.probeID, naturalSpeedProbes[0]].map {
      try AudioFile.header(of: corpus.directory("out/probe/utterances/\($0).wav")).frames
    }
    // Audio at 2x is half as long.
    #expect(abs(lengths[1] - 2 * lengths[0]) <= 2)
  }

  @Test func `every canary is padded to the length that CTC needs`() throws {
    let ctc = CTCGuard(frameRate: 12.5, tokens: .characters, maxSeconds: 20)
    let ledger = try corpus.inject {
      $0.ctc = ctc
      $0.maxShare = 0.9
    }.ledger
    for canary in ledger.canaries {
      #expect(canary.frames >= ctc.framesNeeded(canary.text, sampleRate: 16_000)!)
      #expect(canary.paddingFrames > 0)
    }
  }

  @Test func `a text that occurs in the corpus is drawn again`() throws {
    let first = try corpus.inject().ledger.canaries[0].text
    var manifest = String(decoding: try corpus.directory.read("corpus/train.json"), as: UTF8.self)
    manifest +=
      "{\"audio_filepath\": \"audio/u0.wav\", \"duration\": 9, "
      + "\"text\": \"and then \(first.uppercased()) again\"}\n"
    try corpus.directory.write("corpus/train.json", manifest)
    let ledger = try corpus.inject { $0.output.force = true }.ledger
    #expect(!ledger.canaries.contains { $0.text == first })
    #expect(ledger.header.redraws == 1)
  }

  @Test func `texts that always occur in the corpus are an error`() throws {
    let words = CommonWords.all.prefix(200)
    try corpus.directory.write(
      "corpus/train.json",
      words.map {
        "{\"audio_filepath\": \"audio/u0.wav\", \"duration\": 9, \"text\": \"\($0)\"}\n"
      }.joined())
    let problem = #expect(throws: Problem.self) {
      try corpus.inject {
        $0.experiment.design.length = 1
        $0.voices.words = .corpus
      }
    }
    #expect(problem?.kind == .preflight)
    #expect(!corpus.directory.exists("out"))
  }

  @Test func `upper-case corpora get upper-case canaries`() throws {
    let manifest = String(decoding: try corpus.directory.read("corpus/train.json"), as: UTF8.self)
    try corpus.directory.write(
      "corpus/train.json", manifest.replacing("the user says number", with: "THE USER SAYS"))
    let texts = try corpus.inject().ledger.canaries.map(\.text)
    #expect(texts.allSatisfy { $0 == $0.uppercased() && $0.split(separator: " ").count == 7 })
  }

  @Test(arguments: [
    AudioFormat(sampleRate: 16_000, channels: 1, container: .flac),
    AudioFormat(sampleRate: 22_050, channels: 2, container: .wav),
    AudioFormat(sampleRate: 8_000, channels: 2, container: .flac),
  ])
  func `canaries have the audio format of the corpus`(format: AudioFormat) throws {
    let corpus = try InjectedCorpus(format: format)
    let ledger = try corpus.inject().ledger
    #expect(ledger.header.audio == format)
    let suffix = format.container.rawValue
    for canary in ledger.canaries.prefix(5) {
      let path = corpus.directory("out/probe/utterances/\(canary.probeID).\(suffix)")
      let header = try AudioFile.header(of: path)
      #expect(header.format == format)
      #expect(header.frames == canary.frames)
    }
  }
}
