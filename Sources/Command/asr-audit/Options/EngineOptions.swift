import ArgumentParser
import Files
import Foundation
import Kernels

/// The use of the machine by the embedded engine. Results do not depend on these options.
struct EngineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The number of threads (default: one per processor). It does not change the result.",
      valueName: "n"))
  var threads: Int?

  func validate() throws {
    guard threads.map((1...1_024).contains) ?? true else {
      throw ValidationError("'--threads' takes a number from 1 to 1024.")
    }
  }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// The widest instruction set of this processor, or the one in the environment variable
  /// ASR_AUDIT_ISA.
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
