import AuditModel
import Files
import Foundation
import Injection
import Randomness
import TestSupport
import Testing

@Suite struct RemovalTests {
  private let corpus: InjectedCorpus
  private let ledger: Ledger

  init() throws {
    corpus = try InjectedCorpus()
    ledger = try corpus.inject().ledger
  }

  private var injected: String { corpus.directory("out/train/train.json") }
  private var restored: String { corpus.directory("restored.json") }

  private func remove(
    _ ledger: Ledger, force: Bool = false, allowsMissing: Bool = false
  ) throws -> Removal {
    try Removal(
      of: ledger, from: injected, to: restored, force: force, allowsMissing: allowsMissing)
  }

  @Test func `removal restores the original bytes`() throws {
    let removal = try remove(ledger)
    #expect(removal.removed == ledger.trainingIDs.count)
    #expect(removal.missing == [] && removal.changedFiles == [])
    #expect(
      try corpus.directory.read("restored.json") == corpus.directory.read("corpus/train.json"))
  }

  @Test func `the injected manifest is not changed`() throws {
    let before = try corpus.directory.read("out/train/train.json")
    _ = try remove(ledger)
    #expect(try corpus.directory.read("out/train/train.json") == before)
  }

  @Test func `absolute paths become relative again`() throws {
    let ledger = try corpus.inject {
      $0.output.force = true
      $0.output.absolutePaths = true
    }.ledger
    let paths = try corpus.entries("out/train/train.json").map(\.audio)
    #expect(paths.allSatisfy { $0.hasPrefix("/") })
    #expect(try remove(ledger).changedFiles == [])
    #expect(
      try corpus.directory.read("restored.json") == corpus.directory.read("corpus/train.json"))
  }

  @Test func `another run's ledger is refused, and the missing ids are named`() throws {
    let other = try corpus.inject {
      $0.experiment.seed = Seed(short: 5)
      $0.output.path = corpus.directory("other")
    }.ledger
    let problem = try #require(#expect(throws: Problem.self) { try remove(other) })
    #expect(problem.kind == .badData)
    #expect(problem.message.contains(other.trainingIDs.sorted()[0]))
    #expect(problem.cause is InjectionProblem)
    #expect(try corpus.directory.names() == ["corpus", "other", "out"])
  }

  @Test func `missing entries can be allowed and are reported`() throws {
    let gone = ledger.trainingIDs.sorted()[3]
    let text = String(decoding: try corpus.directory.read("out/train/train.json"), as: UTF8.self)
    try corpus.directory.write(
      "out/train/train.json",
      text.split(separator: "\n").filter { !$0.contains(gone) }.map { "\($0)\n" }.joined())
    #expect(throws: Problem.self) { try remove(ledger) }
    let removal = try remove(ledger, allowsMissing: true)
    #expect(removal.missing == [gone])
    #expect(removal.changedFiles == [])
  }

  @Test func `a changed line of the user is reported`() throws {
    let text = String(decoding: try corpus.directory.read("out/train/train.json"), as: UTF8.self)
    try corpus.directory.write(
      "out/train/train.json", text.replacing("number 7\"", with: "number eight\""))
    let removal = try remove(ledger)
    #expect(removal.missing == [])
    #expect(removal.changedFiles == ["train.json"])
  }

  @Test func `an existing output is replaced only with force`() throws {
    try corpus.directory.write("restored.json", "mine")
    #expect(try #require(#expect(throws: Problem.self) { try remove(ledger) }).kind == .cannotWrite)
    #expect(try corpus.directory.read("restored.json") == Array("mine".utf8))
    #expect(try remove(ledger, force: true).changedFiles == [])
    #expect(try corpus.directory.read("restored.json.previous-1") == Array("mine".utf8))
    #expect(
      try corpus.directory.names() == [
        "corpus", "out", "restored.json", "restored.json.previous-1",
      ]
    )
  }

  @Test func `force never removes a directory that the output names`() throws {
    try corpus.directory.write("restored.json/precious", "mine")
    let problem = #expect(throws: Problem.self) { try remove(ledger, force: true) }
    #expect(problem?.kind == .cannotWrite)
    #expect(try corpus.directory.read("restored.json/precious") == Array("mine".utf8))
    #expect(try corpus.directory.names() == ["corpus", "out", "restored.json"])
  }

  @Test func `the leftover of a killed removal is removed`() throws {
    try corpus.directory.write("restored.json.partial-1/restored", "half")
    _ = try remove(ledger)
    #expect(try corpus.directory.names() == ["corpus", "out", "restored.json"])
  }

  @Test func `a manifest of another format than the ledger's is named`() throws {
    var kaldi = ledger
    kaldi.header.corpus.format = .kaldi
    let file = try #require(#expect(throws: Problem.self) { try remove(kaldi) })
    #expect(file.kind == .badData)
    #expect(file.file == injected)
    #expect(file.message.contains("Kaldi"))
    let directory = #expect(throws: Problem.self) {
      try Removal(
        of: ledger, from: corpus.directory("corpus"), to: restored, force: false,
        allowsMissing: false)
    }
    #expect(directory?.message.contains("the manifest of the audit is a file in it") == true)
    #expect(directory?.hint == "name the file: \(corpus.directory("corpus"))/train.json")
    let other = #expect(throws: Problem.self) {
      try Removal(
        of: ledger, from: corpus.directory("corpus/audio"), to: restored, force: false,
        allowsMissing: false)
    }
    #expect(other?.message.contains("NeMo") == true)
    #expect(!corpus.directory.exists("restored.json"))
  }
}
