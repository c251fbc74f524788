import Foundation
import TestSupport
import Testing

@Suite struct DoctorTests {
  private struct Check: Decodable {
    let check: String
    let found: String
    let passed: Bool
  }

  @Test func `a known leak is detected and a model without memorization is not flagged`() throws {
    let result = try asrAudit(["doctor", "--json"])
    try expectSuccess(result)
    let checks = try JSONDecoder().decode([Check].self, from: Data(result.output.utf8))
    #expect(checks.filter { !$0.passed }.map(\.check) == [])
    #expect(
      checks.suffix(3).map(\.check) == [
        "a known leak is detected", "a model without memorization is not flagged",
        "trained canaries and controls are alike without a model",
      ])
    #expect(checks.last?.found.contains("sounds of") == true)
    #expect(
      checks.suffix(3).dropLast().map(\.found) == [
        "Memorization detected: verbatim, whole utterances",
        "Memorization not detected at this power, assuming that training used the canaries",
      ])
  }

  @Test func `a failed check is named and makes the command fail`() throws {
    let result = try runCommand(
      "env", ["ASR_AUDIT_ISA=sse1", builtProgram("asr-audit"), "doctor"],
      in: TemporaryDirectory.shared.path)
    #expect(result.status == 3)
    #expect(result.output.contains("'sse1'"))
    #expect(result.output.contains("FAIL") && result.output.contains("ok\n"))
    #expect(!result.output.contains("NOT FINE"))
  }

  @Test func `an interrupted doctor leaves no temporary files`() throws {
    let place = try TemporaryDirectory()
    try place.makeDirectory("tmp")
    let run = try RunningCommand(
      "env", ["TMPDIR=\(place("tmp"))", builtProgram("asr-audit"), "doctor"], in: place.path)
    // The corpus is there, and the first model is about to be trained.
    while run.isRunning {
      let names = (try? place.names(in: "tmp")) ?? []
      if names.contains(where: { place.exists("tmp/\($0)/corpus/train.json") }) { break }
      usleep(2_000)
    }
    run.interrupt()
    #expect(try run.result().status == 130)
    #expect(try place.names(in: "tmp") == [])
  }
}
