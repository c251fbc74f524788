import AuditSamples
import Files
import Scoring
import Testing

@Suite struct TranscriptMatchTests {
  private var leaking: Experiment {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    return experiment
  }

  @Test func `a missing transcript stops the measurement and is named`() throws {
    var experiment = leaking
    experiment.heard["p3"] = nil
    experiment.heard["a1"] = nil
    let report = try experiment.score().report
    #expect(report.verdict.code == .missingTranscripts)
    #expect(report.transcripts.missing.count == 2)
    #expect(report.transcripts.missing.first == ["p3", "a1"])
    #expect(report.primaryAnalysis == nil)
    #expect(report.exploratory == [])
  }

  @Test func `a missing natural-speed probe counts as missing`() throws {
    var experiment = Experiment(naturalSpeedProbes: true)
    experiment.heard["w0"] = nil
    let report = try experiment.score().report
    #expect(report.verdict.code == .missingTranscripts)
    #expect(report.transcripts.missing.first == ["w0"])
  }

  @Test func `missing transcripts can count as empty`() throws {
    var experiment = leaking
    experiment.missing = .empty
    experiment.heard["p0"] = nil
    let (report, rows) = try experiment.score()
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.exploratory == [])
    #expect(rows[0].score?.transcript == "")
    #expect(rows[0].score?.characterAccuracy == 0)
    #expect(report.speeds[0].tiers[0].trained.exact.trials == 8)
    #expect(report.transcripts.missing.count == 1)
    #expect(report.transcripts.empty.count == 28)
  }

  @Test func `missing transcripts can be left out, which makes the report exploratory`() throws {
    var experiment = leaking
    experiment.missing = .skip
    #expect(try experiment.score().report.exploratory == [])
    experiment.heard["p0"] = nil
    let (report, rows) = try experiment.score()
    #expect(report.exploratory.count == 1)
    #expect(rows[0].score == nil)
    #expect(rows[0].exposure == nil)
    #expect(report.speeds[0].tiers[0].trained.exact.trials == 7)
  }

  @Test func `without any transcript nothing is measurable under any policy`() throws {
    var experiment = Experiment()
    experiment.heard = ["somebody": "else"]
    experiment.missing = .skip
    let report = try experiment.score().report
    #expect(report.verdict.code == .tooSmall)
    #expect(report.transcripts.missing.count == 44 + 5)
    #expect(report.transcripts.missing.first.count == NamedCount.shown)
  }

  @Test func `another ledger's transcripts are unknown, and all of its own are missing`() throws {
    var experiment = leaking
    experiment.heard = Dictionary(
      uniqueKeysWithValues: experiment.heard.map { ("other-\($0)", $1) })
    let report = try experiment.score().report
    #expect(report.verdict.code == .missingTranscripts)
    #expect(report.transcripts.unknown.count == 49)
    #expect(report.transcripts.missing.count == 49)
    #expect(report.transcripts.rows == 49)
  }

  @Test func `unknown lines beside known ones do no harm`() throws {
    var experiment = leaking
    experiment.extraLines = ["stranger some words"]
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.transcripts.unknown.first == ["stranger"])
  }

  @Test func `a probe that comes back twice alike is counted once`() throws {
    var experiment = leaking
    experiment.extraLines = ["p0 \(experiment.ledger.canaries[0].text)"]
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.transcripts.repeated.first == ["p0"])
    #expect(report.speeds[0].tiers[0].trained.exact.trials == 8)
  }

  @Test func `a probe with two different transcripts is bad data`() throws {
    var experiment = leaking
    experiment.extraLines = ["p0 something else"]
    let problem = #expect(throws: Problem.self) { try experiment.score() }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains("'p0'") == true)
    #expect(problem?.line != nil)
  }

  @Test func `ids may be paths to the probe's audio`() throws {
    var experiment = leaking
    experiment.heard = Dictionary(
      uniqueKeysWithValues: experiment.heard.map { ("/data/probe/\($0).wav", $1) })
    #expect(try experiment.score().report.verdict.code == .detectedVerbatim)
  }

  @Test func `an empty transcript is counted and is no missing one`() throws {
    let report = try Experiment().score().report
    #expect(report.transcripts.empty.count == 44)
    #expect(report.transcripts.missing.count == 0)
  }
}
