import ArgumentParser
import KernelInterface
import Kernels

struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "Compares every kernel with a reference implementation, then times it.",
    discussion: """
      Checks and times each instruction set that the processor supports. The environment \
      variable ASR_AUDIT_ISA (base, avx2 or avx512) selects one. The exit status is 1 if a result \
      is wrong.

      The last column of each instruction set is a percentage of the peak that the machine \
      reaches in the same run: for GFLOP/s, multiply-adds in registers; for GB/s, copying the \
      same number of bytes.
      """)

  @Flag(help: "Check the results without timing.")
  var checkOnly = false

  @Option(help: "The number of seconds for each kernel and instruction set.")
  var seconds = 0.2

  func validate() throws {
    guard seconds > 0 && seconds <= 3600 else {
      throw ValidationError("'--seconds' must be above 0 and at most 3600, not \(seconds).")
    }
  }

  func run() throws {
    let sets = try ISA.requested()
    let entries = KernelEntry.all
    var failures = 0
    for isa in sets {
      for entry in entries {
        let error = entry.check(isa.kernels)
        // The comparison is false for NaN.
        let isRight = error <= 1
        failures += isRight ? 0 : 1
        let verdict = isRight ? "ok" : "FAILED: \(error) times the allowed error"
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
      print("\(set.rawValue): peak of \(peak.rounded()) GFLOP/s (multiply-adds in registers)")
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
