import Foundation
import TestSupport
import Testing

/// Inputs that are no files, and paths that lead nowhere.
struct OddInputTests {
  @Test func `a loop of links is a missing input`() throws {
    let place = try TemporaryDirectory()
    for (name, target) in [("a", "b"), ("b", "a")] {
      try FileManager.default.createSymbolicLink(
        atPath: place(name), withDestinationPath: place(target))
    }
    for arguments in [
      ["report", place("a")], ["gate", place("a")], ["verify", "--ledger", place("a")],
      ["inject", "--manifest", place("a"), "--output", place("out")],
    ] {
      expectProblem(try asrAudit(arguments), status: 66, saying: place("a"))
    }
  }

  @Test func `a device is refused before it is read`() throws {
    let place = try TemporaryDirectory()
    for arguments in [
      ["report", "/dev/zero"], ["gate", "/dev/zero"], ["verify", "--ledger", "/dev/zero"],
      ["score", "--ledger", "/dev/zero", "--transcripts", "/dev/zero", "--output", place("out")],
    ] {
      expectProblem(try asrAudit(arguments), status: 66, saying: "/dev/zero: is a device")
    }
    #expect(try place.names() == [])
  }

  @Test func `a sample rate outside the range of canaries is named with its file`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus(in: place)
    for number in 0..<SampleCorpus.utterances {
      let name = "audio/\(SampleCorpus.id(number)).wav"
      try place.write(name, Sound.wav(Sound.tone(300, seconds: 0.1, rate: 8_000), rate: 1))
    }
    let result = try asrAudit(injection(of: corpus.manifest, to: place("out")))
    expectProblem(result, status: 65, saying: "1 Hz", ".wav", "--sample-rate")
  }

  @Test func `a manifest line with a NUL character in its path is refused`() throws {
    let place = try TemporaryDirectory()
    let manifest = try place.write(
      "train.json", #"{"audio_filepath": "a\u0000b.wav", "duration": 1, "text": "x"}"# + "\n")
    let result = try asrAudit(["inject", "--manifest", manifest, "--output", place("out")])
    expectProblem(result, status: 65, saying: "train.json:1", "audio_filepath", "NUL")
  }

  @Test func `a very large design is planned without a simulation`() throws {
    let result = try asrAudit(["plan", "--coins", "1000000"])
    try expectSuccess(result)
    #expect(result.output.contains("is not simulated for more than 20000 canaries"))
  }

  @Test(arguments: [5, 8, 31])
  func `few descriptors are an error and no trap`(_ limit: Int) throws {
    let scored = try ScoredSample()
    try expectSuccess(scored.run(scored.arguments()))
    let corpus = try SampleCorpus.shared.get()
    for arguments in [
      ["report", "report/report.json", "--output", "page.html"],
      ["gate", "report/report.json", "--junit", "junit.xml"],
      scored.arguments(to: "again"),
      try injection(of: corpus.manifest, to: scored.place("out")),
      ["verify", "--ledger", try SampleAudit.nemo.get().ledger],
    ] {
      let words = ["-c", "ulimit -n \(limit); exec \"$@\"", "sh", builtProgram("asr-audit")]
      let result = try runCommand("sh", words + arguments, in: scored.place.path)
      #expect(result.status == 74, "\(limit) \(arguments[0]): \(result.errors)")
      #expect(result.errors.contains("ulimit -n"))
    }
  }
}
