import TestSupport
import Testing

/// Commands whose caller closed standard input, output or error. The first files that such a process
/// opens would otherwise take the descriptors of the closed streams.
struct ClosedStreamsTests {
  private func run(
    _ arguments: [String], _ redirection: String, in place: TemporaryDirectory
  ) throws -> CommandResult {
    let words = ["-c", "\"$@\" \(redirection)", "sh", builtProgram("asr-audit")] + arguments
    return try runCommand("sh", words, in: place.path)
  }

  @Test func `messages do not land in outputs`() throws {
    let corpus = try ToneCorpus()
    let place = corpus.place
    for (number, closed) in ["", "2>&-", "0<&- 2>&-", "0<&- 1>&- 2>&-"].enumerated() {
      let run = try run(corpus.trainArguments("model\(number)"), closed, in: place)
      // Without standard output the result cannot be printed, but the model is written.
      #expect(run.status == (closed.contains("1>&-") ? 74 : 0), "\(closed): \(run.errors)")
      let transcription = try self.run(
        [
          "transcribe", "--checkpoint", "model0/model.safetensors", "--manifest", "train.json",
          "--output", "hyp\(number).json",
        ], closed, in: place)
      #expect(transcription.status == 0, "\(closed): \(transcription.errors)")
      #expect(try corpus.files("model\(number)") == corpus.files("model0"))
      #expect(try place.read("hyp\(number).json") == place.read("hyp0.json"))
    }
  }

  @Test func `a closed standard input is an error where it is read`() throws {
    let place = try TemporaryDirectory()
    let result = try run(["report", "-", "--output", "page.html"], "0<&-", in: place)
    #expect(result.status == 74)
    #expect(try place.names() == [])
  }

  @Test func `a closed standard output is an error where results are printed`() throws {
    let place = try TemporaryDirectory()
    #expect(try run(["formats"], "1>&-", in: place).status == 74)
  }
}
