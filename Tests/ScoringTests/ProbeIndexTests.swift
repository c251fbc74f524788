import AuditModel
import AuditSamples
import Files
import Foundation
import Integrity
import Scoring
import Testing

/// Rows whose ids differ from those of the probes.
@Suite struct ProbeIndexTests {
  /// A model that writes out trained canaries, with ids as `inject` makes them.
  private var leaking: Experiment {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    let texts = experiment.heard
    experiment.heard = [:]
    func renamed(_ id: String) -> String {
      let random = String(Digest(of: Array(id.utf8)).hex.prefix(20))
      experiment.heard[random] = texts[id]
      return random
    }
    for index in experiment.ledger.canaries.indices {
      let id = experiment.ledger.canaries[index].probeID
      experiment.ledger.canaries[index].probeID = renamed(id)
    }
    for index in experiment.ledger.checkUtterances.indices {
      let id = experiment.ledger.checkUtterances[index].probeID
      experiment.ledger.checkUtterances[index].probeID = renamed(id)
      experiment.ledger.checkUtterances[index].source = "/corpus/s0\(index)/utt-\(index).wav"
    }
    return experiment
  }

  private func renamed(_ experiment: Experiment, _ name: (String) -> String) -> Experiment {
    var experiment = experiment
    experiment.heard = Dictionary(
      uniqueKeysWithValues: experiment.heard.map { (name($0.key), $0.value) })
    return experiment
  }

  struct Decoration: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let name: @Sendable (String) -> String
  }

  static let decorations = [
    Decoration(testDescription: "cut number") { "\($0)-0" },
    Decoration(testDescription: "speaker") { "spk1-\($0)" },
    Decoration(testDescription: "upper case") { $0.uppercased() },
    Decoration(testDescription: "backslashes") { "D:\\data\\probe\\\($0).wav" },
    Decoration(testDescription: "colon") { "\($0):" },
    Decoration(testDescription: "quotes") { "'\($0).wav'" },
    Decoration(testDescription: "address") { "https://x.example/\($0).wav?sig=ab/cd.wav" },
  ]

  @Test(arguments: decorations)
  func `a decorated id is matched, and the rule is reported`(_ decoration: Decoration) throws {
    let report = try renamed(leaking, decoration.name).score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.transcripts.missing.count == 0 && report.transcripts.unknown.count == 0)
    let rule = try #require(report.transcripts.idRules?.first)
    #expect(rule.rule == "id-in-name" && rule.rows == 49)
    #expect(leaking.heard.keys.contains { decoration.name($0) == rule.example })
  }

  @Test func `equal ids are no rule to report`() throws {
    let report = try leaking.score().report
    #expect(report.transcripts.idRules == nil)
    #expect(report.transcripts.unknownNamingProbes == nil)
  }

  @Test func `a name with the ids of two probes is matched with none`() throws {
    var experiment = leaking
    let ids = experiment.ledger.canaries.prefix(2).map(\.probeID)
    experiment.extraLines = ["\(ids[0])_\(ids[1]) some words"]
    #expect(try experiment.score().report.transcripts.unknown.count == 1)
  }

  @Test func `a part of an id is matched with none`() throws {
    let report = try renamed(leaking) { String($0.dropLast()) }.score().report
    #expect(report.transcripts.unknown.count == 49)
  }

  @Test func `different transcripts under decorations of one id are bad data`() throws {
    var experiment = leaking
    experiment.extraLines = ["\(experiment.ledger.canaries[0].probeID)-1 something else"]
    let problem = #expect(throws: Problem.self) { try experiment.score() }
    #expect(problem?.message.contains("two different transcripts") == true)
  }

  @Test func `ids in the text are counted and not matched`() throws {
    let report = try renamed(leaking) { "my probe/\($0).wav" }.score().report
    #expect(report.transcripts.unknown.count == 49)
    #expect(report.transcripts.unknownNamingProbes == 49)
  }

  // MARK: - Files of the corpus

  /// The check utterances under the names that `name` makes of their files in the corpus.
  private func decoded(_ name: (String) -> String) -> Experiment {
    var experiment = leaking
    for checkUtterance in experiment.ledger.checkUtterances {
      let text = experiment.heard.removeValue(forKey: checkUtterance.probeID)
      experiment.heard[name(checkUtterance.source!)] = text
    }
    return experiment
  }

  static let paths = [
    Decoration(testDescription: "the path") { $0 },
    Decoration(testDescription: "the end of the path") { String($0.dropFirst(8)) },
    Decoration(testDescription: "the name of the file") { baseName(of: $0) },
    Decoration(testDescription: "the name without extension") { stem(of: $0) },
    Decoration(testDescription: "another disk") { "/mnt/disk2" + $0 },
  ]

  @Test(arguments: paths)
  func `the file that a check utterance links to is matched`(_ path: Decoration) throws {
    let report = try decoded(path.name).score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.transcripts.missing.count == 0)
    #expect(report.transcripts.idRules?.map(\.rule) == ["source"])
    #expect(report.transcripts.idRules?.first?.rows == 5)
  }

  @Test func `another folder's file of the same name is matched with none`() throws {
    let report = try decoded { "/elsewhere/\(baseName(of: $0))" }.score().report
    #expect(report.transcripts.missing.count == 5 && report.transcripts.unknown.count == 5)
  }

  @Test func `the row with the probe's id counts before the file in the corpus`() throws {
    var experiment = leaking
    let source = experiment.ledger.checkUtterances[0].source!
    experiment.extraLines = ["\(source) a transcript of the training run"]
    let report = try experiment.score().report
    #expect(report.transcripts.unknown.first == [source])
    #expect(report.verdict.code == .detectedVerbatim)
  }

  @Test func `two transcripts of one file in the corpus are matched with none`() throws {
    var experiment = decoded { $0 }
    let source = experiment.ledger.checkUtterances[0].source!
    experiment.extraLines = ["\(source) something else"]
    let transcripts = try experiment.score().report.transcripts
    #expect(transcripts.missing.first == [experiment.ledger.checkUtterances[0].probeID])
    #expect(transcripts.unknown.count == 2)
  }

  @Test func `files of the same name in two folders are told apart by the folder`() throws {
    var experiment = leaking
    for index in 0..<2 {
      experiment.ledger.checkUtterances[index].source = "/corpus/s\(index)/utt.wav"
      let id = experiment.ledger.checkUtterances[index].probeID
      experiment.heard["s\(index)/utt.wav"] = experiment.heard.removeValue(forKey: id)
    }
    #expect(try experiment.score().report.transcripts.missing.count == 0)
    let flat = renamed(experiment) { $0.replacing("s0/utt", with: "utt") }
    #expect(try flat.score().report.transcripts.missing.count == 1)
  }
}
