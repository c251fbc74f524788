import ArgumentParser
import Files
import Foundation
import Kernels

/// How the embedded engine runs. The results do not depend on it.
struct EngineOptions: ParsableArguments {
  @Option(help: "Threads (default: one for each processor); the result is the same on any number.")
  var threads: Int?

  func validate() throws {
    guard threads.map((1...1_024).contains) ?? true else {
      throw ValidationError("'--threads' takes 1 to 1024.")
    }
  }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// The instruction set: the widest this processor has, or the one that ASR_AUDIT_ISA names.
  func isa() throws(Problem) -> ISA {
    guard let name = ProcessInfo.processInfo.environment["ASR_AUDIT_ISA"], !name.isEmpty else {
      return .best
    }
    let known = ISA.available.map(\.rawValue).joined(separator: ", ")
    guard let isa = ISA(rawValue: name), ISA.available.contains(isa) else {
      throw Problem(
        .usage, "this processor does not run '\(name)'", field: "ASR_AUDIT_ISA",
        hint: "it runs: \(known)")
    }
    return isa
  }
}
