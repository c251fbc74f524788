import AuditSamples
import Scoring
import Testing

/// Markers that a decoder leaves in every transcript.
@Suite struct DecoderMarkersInScoringTests {
  @Test func `markers are removed before scoring and counted in the report`() throws {
    var experiment = Experiment(blocks: 8)
    experiment.leak(experiment.canaries(.trained))
    let clean = try experiment.score().report
    experiment.heard = experiment.heard.mapValues { "<s>\($0)</s>" }
    let marked = try experiment.score().report
    #expect(clean.verdict.code == .detectedVerbatim)
    #expect(marked.verdict.code == clean.verdict.code && marked.speeds == clean.speeds)
    #expect(clean.transcripts.markers == nil)
    #expect(marked.transcripts.markers?.map(\.marker) == ["</s>", "<s>"])
    #expect(marked.transcripts.markers?.first?.transcripts == experiment.heard.count)
  }

  @Test func `a transcript with nothing but markers is empty`() throws {
    var experiment = Experiment()
    let probe = try #require(experiment.heard.keys.min())
    let before = try experiment.score().report.transcripts.empty.count
    experiment.heard[probe] = "<s></s>"
    #expect(try experiment.score().report.transcripts.empty.count == before + 1)
  }
}
