import Files
import TestSupport
import Testing
import Transcripts

/// Results of utterances on which a recogniser failed are no utterances without speech.
@Suite struct FailureTests {
  private static let failures = [
    #""error": "CUDA out of memory""#, #""error": true"#, #""error": {"code": 3}"#,
    #""exception": "RuntimeError""#, #""status": "failed""#, #""success": false"#, #""ok": 0"#,
  ]
  private static let successes = [
    #""error": null"#, #""error": """#, #""errors": []"#, #""status": "done""#,
    #""success": true"#, #""failed": false"#,
  ]

  @Test(arguments: failures)
  func `an empty text beside a stated failure is refused`(_ mark: String) throws {
    let lines = #"{"id": "c1", "hyp": "a b"}"# + "\n"
    let said = try complaint(lines + #"{"id": "c2", "hyp": "", \#(mark)}"# + "\n")
    #expect(said.hasPrefix("hyp:2: ") && said.contains("states a failure"))
    let nemo = #"{"audio_filepath": "c1.wav", "pred_text": "a"}"# + "\n"
    #expect(
      try complaint(nemo + #"{"audio_filepath": "c2.wav", "pred_text": " ", \#(mark)}"# + "\n")
        .contains("states a failure"))
    let document = #"{"text": "", "segments": [], \#(mark)}"#
    #expect(try complaint(document).contains("states a failure"))
    // A text is a result, whatever is beside it.
    #expect(
      try Reading(#"{"id": "c1", "hyp": "a", \#(mark)}"# + "\n").rows == ["c1|-|a"])
  }

  @Test(arguments: successes)
  func `an empty text beside a stated success is no failure`(_ mark: String) throws {
    #expect(
      try Reading(#"{"id": "c1", "hyp": "", \#(mark)}"# + "\n").rows == ["c1|-|"])
    #expect(try Reading(#"{"text": "", "segments": [], \#(mark)}"#).rows == ["hyp|-|"])
  }

  @Test(arguments: [",", "\t"])
  func `an empty field beside a stated failure is refused`(_ separator: String) throws {
    let header = ["id", "hyp", "error"].joined(separator: separator) + "\n"
    func row(_ id: String, _ text: String, _ error: String) -> String {
      [id, text, error].joined(separator: separator) + "\n"
    }
    let said = try complaint(header + row("c1", "a", "") + row("c2", "", "timeout"))
    #expect(said.hasPrefix("hyp:3: \"error\": the text is empty"))
    let read = try Reading(header + row("c1", "a", "odd") + row("c2", "", ""))
    #expect(read.rows == ["c1|-|a", "c2|-|"])
  }

  @Test func `lists of single words are refused, and n-best lists are read`() throws {
    let words = #"{"id": "c1", "hyp": ["five", "seven"]}"# + "\n"
    let other = #"{"id": "c2", "hyp": "five five"}"# + "\n"
    #expect(try complaint(words + other).hasPrefix("hyp:1: \"hyp\": is a list of single words"))
    #expect(try complaint(other + words).hasPrefix("hyp:2: "))
    let phrases = #"{"id": "c3", "hyp": ["five five", "five nine"]}"# + "\n"
    #expect(try Reading(words + phrases).rows == ["c1|-|five", "c3|-|five five"])
    let single = #"{"id": "c1", "hyp": ["five"]}"# + "\n"
    #expect(try Reading(single).rows == ["c1|-|five"])
  }

  private static let contradictions = [
    #"{"text": "", "segments": [{"text": "a b"}]}"#,
    #"{"text": "a", "segments": [{"text": " a"}, {"text": " b"}]}"#,
    #"{"text": "a b", "segments": [{"text": " a"}]}"#,
    #"{"segments": [{"words": [{"word": "a"}]}]}"#,
    #"{"result": {}, "transcription": [{"tokens": [{"text": "a"}]}]}"#,
    #"{"text": "", "result": [{"word": "a", "conf": 1}]}"#,
  ]

  @Test(arguments: contradictions)
  func `a document whose parts contradict one another is refused`(_ document: String) throws {
    let said = try complaint(document)
    #expect(said.contains("differ") || said.contains("no \"text\"") || said.contains("has words"))
  }

  @Test func `results of FunASR in an array on each line are read`() throws {
    let lines = (1...3).map {
      #"[{"key": "c\#($0)", "text": "a b", "timestamp": [[0, 1]]}]"# + "\n"
    }
    #expect(try Reading(lines.joined()).rows == ["c1|-|a b", "c2|-|a b", "c3|-|a b"])
    #expect(try complaint(lines.joined() + "[").contains("does not end"))
  }

  @Test func `a compressed file without content is no utterance without speech`() throws {
    let place = try TemporaryDirectory()
    for ending in ["txt.gz", "srt.gz"] {
      try place.write("\(ending)/c1.\(ending)", gzipped("1\n00:00:00,0 --> 00:00:01,0\na\n".utf8))
      try place.write("\(ending)/c2.\(ending)", "")
      let problem = #expect(throws: Problem.self) {
        try TranscriptReader(path: place(ending)).forEach({ _ throws(Problem) in })
      }
      #expect(problem?.file == place("\(ending)/c2.\(ending)"))
    }
  }
}
