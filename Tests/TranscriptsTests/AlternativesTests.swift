import Files
import Testing
import Transcripts

/// N-best lists and confidences.
@Suite struct AlternativesTests {
  @Test func `the first hypothesis is the text, the others are read on request`() throws {
    let record = """
      {"id": "a", "hyp": "best", "beams": [["best", -1.5], ["second", -2], ["third", -3]]}
      {"id": "b", "hyp": ["the best", "second"]}
      {"id": "c", "hyp": "best", "nbest": [{"text": "second", "score": 1}, {"transcript": "third"}]}
      """
    let all = try Reading(record, alternatives: true).hypotheses
    #expect(all.map(\.text) == ["best", "the best", "best"])
    #expect(all.map(\.alternatives) == [["second", "third"], ["second"], ["second", "third"]])
    #expect(try Reading(record).hypotheses.map(\.alternatives) == [[], ["second"], []])
  }

  @Test func `an n-best list alone has the hypotheses`() throws {
    let record = #"{"id": "a", "nbest": [{"text": "best", "score": 2}, {"text": "second"}]}"#
    let hypotheses = try Reading(record + "\n", alternatives: true).hypotheses
    #expect(hypotheses.map(\.text) == ["best"] && hypotheses[0].alternatives == ["second"])
    let two = #"{"id": "a", "nbest": ["best"], "beams": ["best"]}"# + "\n"
    #expect(try complaint(two).contains("no column has a known name for hypotheses"))
  }

  @Test func `confidences are kept where a format has them`() throws {
    let ctm = "c1 1 0.1 0.2 a 0.5\nc1 1 0.4 0.2 b 0.75\nc2 1 0.1 0.2 c\n"
    #expect(try Reading(ctm).hypotheses.map(\.confidence) == [0.625, nil])
    let whisper =
      "{\"text\": \"a\", \"segments\": [{\"avg_logprob\": -0.5}, {\"avg_logprob\": -1.5}]}"
    #expect(try Reading(whisper).hypotheses.map(\.confidence) == [-1])
    #expect(try Reading(sample(.vosk)).hypotheses.map(\.confidence) == [0.75])
    #expect(try Reading(sample(.kaldi)).hypotheses.map(\.confidence) == [nil, nil])
  }

  @Test func `the alternatives of one Vosk result are read`() throws {
    let vosk = "{\"alternatives\": [{\"confidence\": 2, \"text\": \"a\"}, {\"text\": \"b\"}]}"
    #expect(try Reading(vosk).hypotheses.first?.alternatives == ["b"])
    // Those of two results cannot be combined.
    #expect(try Reading(vosk + "\n" + vosk).hypotheses.first?.alternatives == [])
  }

  @Test func `losses of Coqui's test output are read`() throws {
    let file = try TemporaryFile(sample(.json).utf8, named: "test.json")
    let reader = try TranscriptReader(path: file.path, content: .losses)
    var losses: [String] = []
    try reader.forEach({ hypothesis throws(Problem) in losses.append(hypothesis.text) })
    #expect(losses == ["12.5", "NaN"])
  }

  @Test func `names are read in the order of a file`() throws {
    for (content, names) in [
      (sample(.nemo), ["probe/c1.wav", "probe/c2.wav"]), (sample(.kaldi), ["c1", "c2"]),
      (sample(.csv), ["c1", "c2"]),
      ("{\"audio_filepath\": \"a.wav\", \"duration\": 1, \"text\": \"x\"}\n", ["a.wav"]),
    ] {
      let file = try TemporaryFile(content.utf8, named: "probe")
      let reader = try TranscriptReader(path: file.path, content: .names, matchesByOrder: true)
      var found: [String] = []
      try reader.forEach({ hypothesis throws(Problem) in
        found.append(hypothesis.id ?? hypothesis.audio ?? hypothesis.text)
      })
      #expect(found == names)
    }
  }
}
