import ArgumentParser
import KernelInterface
import Kernels

struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Check every kernel against plain arithmetic, then time it.",
    discussion: """
      Each instruction set that the processor has is checked and timed. ASR_AUDIT_ISA=base, avx2 \
      or avx512 in the environment picks one. The exit status is 1 if a kernel is wrong.

      The last column of each instruction set is the share of what the machine reached in the same \
      minute: for GFLOP/s of multiply-adds without memory, for GB/s of copying as many bytes.
      """)

  @Flag(help: "Time nothing.")
  var checkOnly = false

  @Option(help: "Seconds for each kernel and instruction set.")
  var seconds = 0.2

  func validate() throws {
    guard seconds > 0 && seconds <= 3600 else {
      throw ValidationError("--seconds is \(seconds); it must be above 0 and at most 3600")
    }
  }

  func run() throws {
    let sets = try ISA.requested()
    let entries = KernelEntry.all
    var failures = 0
    for isa in sets {
      for entry in entries {
        let error = entry.check(isa.kernels)
        // A NaN is not below 1.
        let isRight = error <= 1
        failures += isRight ? 0 : 1
        let verdict = isRight ? "ok" : "FAILED: \(error) times the error allowed"
        print("\(isa.rawValue) \(entry.name) \(entry.shape): \(verdict)")
      }
    }
    if failures > 0 { throw ExitCode(1) }
    if !checkOnly { printTable(entries, sets) }
  }

  private func printTable(_ entries: [KernelEntry], _ sets: [ISA]) {
    let kernels = sets.map(\.kernels)
    var ceilings = MachineCeilings(kernels, seconds: seconds)
    for (i, set) in sets.enumerated() {
      let peak = ceilings.rate(for: .flops(0), set: i) * 1e-9
      print("\(set.rawValue) multiplies and adds \(peak.rounded()) GFLOP/s in registers")
    }
    print("\n" + TableRow.header(sets.map(\.rawValue)))
    for entry in entries {
      guard let work = entry.work else { continue }
      let times = medianSeconds(kernels.map { set in { entry.run(set) } }, total: seconds)
      let cells = times.enumerated().map { i, time in
        TableRow.Cell(
          seconds: time, rate: work.amount / time,
          ceiling: ceilings.rate(for: work, set: i))
      }
      print(TableRow(name: entry.name, shape: entry.shape, work: work, cells: cells).text)
    }
  }
}
