import Foundation
import TestSupport
import Testing

struct TrainingMemoryTests {
  /// The peak resident memory of a program so far in kB: VmHWM of proc(5).
  private func peak(of run: RunningCommand) throws -> Int {
    let status = try String(
      contentsOfFile: "/proc/\(run.processIdentifier)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  /// After 250 steps and two checkpoints all buffers have their final size. The test detects a leak of
  /// a hundred bytes per step; without a leak the heap grows by less than 128 kB.
  @Test func `memory does not grow with the number of steps`() throws {
    let corpus = try ToneCorpus()
    let recipe = try corpus.recipe(["steps": 1_000_000, "checkpoint_every": 100])
    let run = try corpus.start("run", recipe: recipe, untilStep: 250)
    let early = try peak(of: run)
    while run.isRunning, try corpus.steps("run") < 2_250 { usleep(2_000) }
    let late = try peak(of: run)
    run.kill()
    _ = try run.result()
    #expect(late - early < 200, "\(early) kB after 250 steps, \(late) kB after 2,250")
  }
}
