import Foundation
import TestSupport
import Testing

/// Injections that are killed, or that run at the same time with one output.
struct KilledRunTests {
  /// Starts a long injection and waits until it writes audio.
  private func startLongInjection(to place: TemporaryDirectory) throws -> RunningCommand {
    let corpus = try SampleCorpus.shared.get()
    let arguments = try injection(
      of: corpus.manifest, to: place("out"), "--coins", "20000", "--max-share", "0.99")
    let run = try RunningCommand(builtProgram("asr-audit"), arguments, in: place.path)
    while run.isRunning {
      if let partial = try place.names().first(where: { $0.hasPrefix("out.partial-") }),
        let sounds = try? place.names(in: "\(partial)/rendered"), sounds.count > 20
      {
        return run
      }
      usleep(2_000)
    }
    let result = try run.result()
    throw Ended(errors: result.errors)
  }

  private struct Ended: Error {
    let errors: String
  }

  @Test func `a killed run leaves no output, and the next run cleans up`() throws {
    let place = try TemporaryDirectory()
    let run = try startLongInjection(to: place)
    run.kill()
    #expect(try run.result().status == 128 + SIGKILL)
    #expect(!place.exists("out"))
    #expect(try place.names().count == 1)

    let corpus = try SampleCorpus.shared.get()
    try expectSuccess(asrAudit(injection(of: corpus.manifest, to: place("out"))))
    #expect(try place.names() == ["out"])
    try expectSuccess(asrAudit(["verify", "--ledger", place("out/ledger.json")]))
  }

  @Test func `a killed run with --force leaves the old output unchanged`() throws {
    let place = try TemporaryDirectory()
    try place.write("out/precious", "do not touch")
    let corpus = try SampleCorpus.shared.get()
    let arguments = try injection(
      of: corpus.manifest, to: place("out"), "--coins", "20000", "--max-share", "0.99", "--force")
    let run = try RunningCommand(builtProgram("asr-audit"), arguments, in: place.path)
    while run.isRunning, try place.names().count < 2 { usleep(2_000) }
    run.kill()
    #expect(try run.result().status == 128 + SIGKILL)
    #expect(try treeContents(place("out")) == ["precious": Data("do not touch".utf8)])
  }

  @Test func `a second run with the same output is refused while the first one runs`() throws {
    let place = try TemporaryDirectory()
    let first = try startLongInjection(to: place)
    let corpus = try SampleCorpus.shared.get()
    let second = try asrAudit(injection(of: corpus.manifest, to: place("out")))
    expectProblem(second, status: 73, saying: "another run is writing to this output", "hint: ")
    #expect(first.isRunning)
    #expect(try place.names().count == 1)
    first.kill()
    _ = try first.result()
  }

  @Test func `two simultaneous runs leave one complete output`() throws {
    let place = try TemporaryDirectory()
    let arguments = try injection(of: SampleCorpus.shared.get().manifest, to: place("out"))
    let runs = try (0..<2).map { _ in
      try RunningCommand(builtProgram("asr-audit"), arguments, in: place.path)
    }
    let statuses = try runs.map { try $0.result().status }.sorted()
    #expect(statuses == [0, 73])
    #expect(try place.names() == ["out"])
    try expectSuccess(asrAudit(["verify", "--ledger", place("out/ledger.json")]))
  }
}
